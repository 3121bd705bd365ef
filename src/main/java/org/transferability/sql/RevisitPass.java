package org.transferability.sql;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.transferability.accumulate.Revisit;

/** A second pass over features and labels, for programs that have the dataset. */
public final class RevisitPass {
  private static final int BLOCK_ROWS = 256;
  private static final int[] NO_FOLDS = {};

  private RevisitPass() {}

  /**
   * The result of the revisit for the rows that {@code moments(features, labels)} counts.
   *
   * @param rows features and labels: two columns, of types and with values that {@code moments}
   *     accepted
   */
  public static double[] over(Dataset<Row> rows, Revisit revisit) {
    StructField[] fields = rows.schema().fields();
    Task task =
        new Task(
            CatalystNumbers.features(fields[0].dataType()).orElseThrow(),
            CatalystNumbers.labels(fields[1].dataType()).orElseThrow(),
            revisit);
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitions(task)
        .treeReduce(revisit::merge);
  }

  /** The work on one partition: its numbers, or nothing if all rows are ignored. */
  private record Task(CatalystNumbers featureForm, CatalystNumbers labelForm, Revisit revisit)
      implements FlatMapFunction<Iterator<InternalRow>, double[]>, Serializable {
    @Override
    public Iterator<double[]> call(Iterator<InternalRow> rows) {
      Revisit.Accumulator accumulator = null;
      double[] features = new double[0];
      double[] labels = new double[0];
      int d = 0;
      int q = 0;
      int filled = 0;
      while (rows.hasNext()) {
        InternalRow row = rows.next();
        if (row.isNullAt(0) || row.isNullAt(1)) {
          continue;
        }
        Object f = featureForm.of(row, 0);
        Object y = labelForm.of(row, 1);
        if (labelForm.hasMissing(y)) {
          continue;
        }
        if (accumulator == null) {
          accumulator = revisit.accumulator();
          d = featureForm.width(f);
          q = labelForm.width(y);
          features = new double[Math.multiplyExact(BLOCK_ROWS, d)];
          labels = new double[Math.multiplyExact(BLOCK_ROWS, q)];
        }
        featureForm.copy(f, features, filled * d);
        labelForm.copy(y, labels, filled * q);
        filled++;
        if (filled == BLOCK_ROWS) {
          accumulator.add(features, labels, q, NO_FOLDS, filled);
          filled = 0;
        }
      }
      if (accumulator == null) {
        return List.<double[]>of().iterator();
      }
      accumulator.add(features, labels, q, NO_FOLDS, filled);
      return List.of(accumulator.finish()).iterator();
    }
  }
}
