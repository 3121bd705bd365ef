package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/** Columns that are missing or of the wrong type are told before any row is read. */
final class SchemaErrorsTest {
  @TempDir Path folder;

  private static String error(DataFile file, FeatureColumns columns) {
    String atFooter =
        assertThrows(InputException.class, () -> Footers.shape(ParquetFixture.CONF, file, columns))
            .getMessage();
    assertEquals(
        atFooter,
        assertThrows(InputException.class, () -> ReadRows.of(file, columns)).getMessage());
    return atFooter;
  }

  private DataFile empty(String fields) throws IOException {
    return ParquetFixture.write(
        folder.resolve("f" + System.nanoTime() + ".parquet"), fields, 0, (row, i) -> {});
  }

  @Test
  void missingColumnsListWhatThereIs() throws IOException {
    DataFile file = empty("required int64 key; " + ParquetFixture.FLOAT_LIST);
    assertEquals(
        "Cannot read column id: expected it among the columns, found key, features ("
            + file.path()
            + ")",
        error(file, new FeatureColumns("id", "features", null)));
    assertTrue(
        error(file, new FeatureColumns(null, "features", "z")).startsWith("Cannot read column z"));
    assertTrue(
        error(file, new FeatureColumns(null, null, null, List.of(new LabelColumn("y", 1))))
            .startsWith("Cannot read column y"));
  }

  @Test
  void wrongTypesShowTheTypeFound() throws IOException {
    for (String type :
        List.of(
            "optional binary features (STRING)",
            "optional int32 features (DATE)",
            "optional int64 features (TIMESTAMP(MILLIS,true))",
            "optional group features (LIST) { repeated group list {"
                + " optional binary element (STRING); } }",
            "optional group features (LIST) { repeated group list { optional group element (LIST) {"
                + " repeated group list { optional binary element (STRING); } } } }",
            "optional group features (LIST) { repeated group list { optional group element {"
                + " optional float a; } } }",
            "optional group features (MAP) { repeated group key_value { required int32 key;"
                + " optional float value; } }",
            "optional group features (MAP) { repeated group key_value { required int32 key; } }",
            "optional fixed_len_byte_array(12) features (INTERVAL)",
            "optional group features { optional float a; optional float b; }",
            "optional int96 features")) {
      DataFile file = empty(type.endsWith("}") ? type : type + ";");
      String error = error(file, new FeatureColumns(null, "features", null));
      assertTrue(
          error.startsWith("Cannot read column features: expected features (a list of numbers"),
          error);
      assertTrue(error.contains("found optional"), error);
      assertTrue(error.contains(file.path()), error);
    }
  }

  @Test
  void idsAreWholeNumbersOrText() throws IOException {
    for (String type : List.of("float", "double", "boolean", "int96")) {
      DataFile file = empty("optional " + type + " id; " + ParquetFixture.FLOAT_LIST);
      assertEquals(
          "Cannot read column id: expected ids (int32, int64 or a string), found optional "
              + type
              + " id ("
              + file.path()
              + ")",
          error(file, new FeatureColumns("id", "features", null)));
    }
  }

  @Test
  void decimalsAreNoIds() throws IOException {
    DataFile file = empty("optional int64 id (DECIMAL(10,0)); " + ParquetFixture.FLOAT_LIST);
    assertTrue(
        error(file, new FeatureColumns("id", "features", null))
            .startsWith("Cannot read column id: expected ids (int32, int64 or a string), found"));
  }

  @Test
  void predictionsAreNotPackedBytes() throws IOException {
    DataFile file = empty("optional binary prediction; " + ParquetFixture.FLOAT_LIST);
    assertTrue(
        error(file, new FeatureColumns(null, "features", "prediction"))
            .contains("expected a number or a list of numbers, found optional binary prediction"));
  }
}
