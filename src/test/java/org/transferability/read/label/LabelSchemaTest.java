package org.transferability.read.label;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.ParquetFixture;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.TargetFiles;

/** Which columns are targets, and the reasons why others are not. */
final class LabelSchemaTest {
  @TempDir Path folder;

  private TargetFiles files(String fields) throws IOException {
    DataFile file = ParquetFixture.write(folder.resolve("t.parquet"), fields, 0, (row, i) -> {});
    return new TargetFiles("d", List.of(file));
  }

  @Test
  void numbersOfAllTypesAreTargets() throws IOException {
    LabelSchema schema =
        LabelSchema.of(
            ParquetFixture.CONF,
            files(
                "required int64 id; optional boolean a; optional int32 b (DECIMAL(9,2));"
                    + " optional int64 c (DECIMAL(18,2)); optional binary d (DECIMAL(38,2));"
                    + " optional fixed_len_byte_array(16) e (DECIMAL(38,2));"
                    + " optional int64 f (INTEGER(64,false)); optional int32 g (INTEGER(8,true));"
                    + " optional fixed_len_byte_array(2) h (FLOAT16);"
                    + " optional group i (LIST) { repeated group list { optional group element"
                    + " (LIST) { repeated group list { optional boolean element; } } } }"),
            "id");
    assertEquals(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i"), schema.names());
    assertEquals(List.of(), schema.leftOut());
  }

  @Test
  void otherColumnsAreListedWithTheirTypes() throws IOException {
    TargetFiles files =
        files(
            "required int64 id; required double y; optional binary text (STRING);"
                + " optional binary bytes; optional int32 day (DATE);"
                + " optional int64 at (TIMESTAMP(MICROS,true)); optional int96 old;"
                + " optional int64 clock (TIME(MICROS,true)); optional int32 none (UNKNOWN);"
                + " optional fixed_len_byte_array(16) uuid (UUID);"
                + " optional group pair { optional double a; optional double b; }"
                + " optional group map (MAP) { repeated group key_value { required int32 key;"
                + " optional float value; } }"
                + " optional group words (LIST) { repeated group list {"
                + " optional binary element (STRING); } }");
    LabelSchema schema = LabelSchema.of(ParquetFixture.CONF, files, "id");
    assertEquals(List.of("y"), schema.names());
    assertEquals(
        "'at' (timestamp), 'bytes' (bytes), 'clock' (time), 'day' (date), 'map' (map),"
            + " 'none' (nulls only, without a type), 'old' (timestamp), 'pair' (struct),"
            + " 'text' (text), 'uuid' (uuid), 'words' (list of values that are not numbers)",
        schema.leftOut().stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  @Test
  void anIndexIsATargetOnlyWhereItIsNamed() throws IOException {
    TargetFiles files =
        files(
            "required int64 id; required double y; optional int64 __index_level_0__;"
                + " optional int64 __index_level_1__; optional double Unnamed:;");
    LabelSchema schema = LabelSchema.of(ParquetFixture.CONF, files, "id");
    assertEquals(List.of("Unnamed:", "y"), schema.names());
    assertEquals(
        List.of("__index_level_0__", "__index_level_1__"),
        schema.leftOut().stream().map(LabelSchema.LeftOut::name).toList());
    assertEquals(
        List.of("Unnamed:", "__index_level_1__", "y"),
        LabelSchema.of(ParquetFixture.CONF, files, "id", "__index_level_1__"::equals).names());
    assertEquals(
        List.of("__index_level_1__", "Unnamed:", "y").stream().sorted().toList(),
        LabelSchema.of(ParquetFixture.CONF, files, "__index_level_0__", "__index_level_1__"::equals)
            .names()
            .stream()
            .filter(name -> !name.equals("id"))
            .toList());
  }
}
