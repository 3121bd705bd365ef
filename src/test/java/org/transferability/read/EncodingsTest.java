package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.Float16Bytes;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/** Every way to write the same features gives the same doubles. */
final class EncodingsTest {
  private static final int ROWS = 50;
  private static final int WIDTH = 9;
  private static final FeatureColumns COLUMNS = new FeatureColumns("id", "features", null);

  @TempDir Path folder;

  private void check(String features, ParquetFixture.Row row) throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("f.parquet"),
            "required int64 id; " + features,
            ROWS,
            (group, i) -> {
              group.add("id", 100L + i);
              row.fill(group, i);
            },
            b -> b.withWriteMode(org.apache.parquet.hadoop.ParquetFileWriter.Mode.OVERWRITE));
    for (int capacity : new int[] {1, 7, 1000}) {
      ReadRows read = ReadRows.of(FileRange.all(file), COLUMNS, MissingFeatures.ERROR, capacity);
      assertEquals(ROWS, read.features().size());
      for (int i = 0; i < ROWS; i++) {
        assertArrayEquals(ParquetFixture.vector(i, WIDTH), read.features().get(i));
        assertEquals(String.valueOf(100 + i), read.ids().get(i));
        assertEquals(i, read.numbers().get(i));
      }
    }
    assertEquals(WIDTH, Footers.shape(ParquetFixture.CONF, file, COLUMNS).width());
  }

  private void checkLists(String features, String repeated, String element) throws IOException {
    check(
        features,
        (row, i) -> {
          Group list = row.addGroup("features");
          for (double value : ParquetFixture.vector(i, WIDTH)) {
            Group target = element == null ? list : list.addGroup(repeated);
            String name = element == null ? repeated : element;
            if (features.contains("double")) {
              target.add(name, value);
            } else {
              target.add(name, (float) value);
            }
          }
        });
  }

  @Test
  void listsUnderAllNamesAndNullabilities() throws IOException {
    for (String type : List.of("float", "double")) {
      for (String outer : List.of("required", "optional")) {
        for (String inner : List.of("required", "optional")) {
          for (String[] names :
              new String[][] {{"list", "element"}, {"list", "item"}, {"bag", "array"}}) {
            checkLists(
                outer
                    + " group features (LIST) { repeated group "
                    + names[0]
                    + " { "
                    + inner
                    + " "
                    + type
                    + " "
                    + names[1]
                    + "; } }",
                names[0],
                names[1]);
          }
        }
        checkLists(
            outer + " group features (LIST) { repeated " + type + " array; }", "array", null);
      }
    }
  }

  @Test
  void repeatedNumbersWithoutAGroup() throws IOException {
    check(
        "repeated float features;",
        (row, i) -> {
          for (double value : ParquetFixture.vector(i, WIDTH)) {
            row.add("features", (float) value);
          }
        });
  }

  @Test
  void halfPrecisionListsAsNearAsTheyAre() throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("half.parquet"),
            "optional group features (LIST) { repeated group list {"
                + " optional fixed_len_byte_array(2) element (FLOAT16); } }",
            1,
            (row, i) -> {
              Group list = row.addGroup("features");
              for (int bits : new int[] {0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x3555}) {
                list.addGroup("list")
                    .add(
                        "element",
                        Binary.fromConstantByteArray(new byte[] {(byte) bits, (byte) (bits >> 8)}));
              }
            });
    ReadRows read = ReadRows.of(file, new FeatureColumns(null, "features", null));
    assertArrayEquals(
        new double[] {1, -2, 65504, 0x1p-24, -0.0, 0.333251953125}, read.features().get(0));
  }

  @Test
  void packedFloatsOfVariableAndFixedLength() throws IOException {
    for (String type : List.of("binary", "fixed_len_byte_array(" + 4 * WIDTH + ")")) {
      for (String outer : List.of("required ", "optional ")) {
        check(
            outer + type + " features;",
            (row, i) -> {
              ByteBuffer bytes = ByteBuffer.allocate(4 * WIDTH).order(ByteOrder.LITTLE_ENDIAN);
              for (double value : ParquetFixture.vector(i, WIDTH)) {
                bytes.putFloat((float) value);
              }
              row.add("features", Binary.fromConstantByteArray(bytes.array()));
            });
      }
    }
  }

  @Test
  void packedFloat16IsRefused() throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("half.parquet"),
            "required int64 id; required binary features;",
            Float16Bytes.ROWS,
            (row, i) ->
                row.append("id", 7L + i)
                    .add("features", Binary.fromConstantByteArray(Float16Bytes.row(i))),
            b -> b);
    InputException error = assertThrows(InputException.class, () -> ReadRows.of(file, COLUMNS));
    String message = error.getMessage();
    assertTrue(
        message.contains("expected packed float32, found bytes that look like packed float16"),
        message);
    assertTrue(message.endsWith("or write a list of numbers"), message);
  }

  @Test
  void vectorsDenseAndSparseMixed() throws IOException {
    for (int sparseEvery : new int[] {1, 3, 1000}) {
      check(
          MlVectorRows.TYPE,
          (row, i) ->
              MlVectorRows.add(
                  row, ParquetFixture.vector(i, WIDTH), i % sparseEvery == sparseEvery - 1));
    }
  }

  @Test
  void aNumberIsAVectorOfOne() throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("f.parquet"),
            "optional int32 a; optional int64 b; optional float c; required double d;"
                + " required int32 e (INTEGER(32,false));",
            20,
            (row, i) ->
                row.append("a", -i)
                    .append("b", 10L * i)
                    .append("c", i / 2f)
                    .append("d", i / 3d)
                    .append("e", -1));
    double[][] expected = {{-7}, {70}, {3.5}, {7 / 3d}, {4294967295d}};
    String[] names = {"a", "b", "c", "d", "e"};
    for (int k = 0; k < names.length; k++) {
      ReadRows read = ReadRows.of(file, new FeatureColumns(null, names[k], names[k]));
      assertArrayEquals(expected[k], read.features().get(7));
      assertArrayEquals(expected[k], read.predictions().get(7));
    }
  }
}
