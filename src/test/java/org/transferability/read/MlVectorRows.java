package org.transferability.read;

import org.apache.parquet.example.data.Group;

/** MLlib vectors as Spark writes them. */
final class MlVectorRows {
  static final String TYPE =
      "optional group features { required int32 type (INTEGER(8,true)); optional int32 size;"
          + " optional group indices (LIST) { repeated group list { required int32 element; } }"
          + " optional group values (LIST) { repeated group list { required double element; } } }";

  private MlVectorRows() {}

  static void add(Group row, double[] values, boolean sparse) {
    Group vector = row.addGroup("features");
    vector.add("type", sparse ? 0 : 1);
    if (!sparse) {
      ParquetFixture.addList(vector, "values", values);
      return;
    }
    vector.add("size", values.length);
    Group indices = vector.addGroup("indices");
    Group kept = vector.addGroup("values");
    for (int j = 0; j < values.length; j++) {
      if (values[j] != 0) {
        indices.addGroup("list").add("element", j);
        kept.addGroup("list").add("element", values[j]);
      }
    }
  }
}
