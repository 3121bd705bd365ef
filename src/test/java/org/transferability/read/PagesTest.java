package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.id.IdKind;
import org.transferability.read.page.DataFile;

/** Page versions, compressions, encodings, page and row group sizes make no difference. */
final class PagesTest {
  private static final FeatureColumns COLUMNS = new FeatureColumns("id", "features", "prediction");
  private static final String FIELDS =
      "required binary id (STRING); " + ParquetFixture.FLOAT_LIST + " optional int64 prediction;";

  @TempDir Path folder;

  private void check(int rows, int width, UnaryOperator<ExampleParquetWriter.Builder> options)
      throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("f.parquet"),
            FIELDS,
            rows,
            (row, i) -> {
              row.add("id", "image-" + i % 13 + "-" + i);
              ParquetFixture.addList(row, "features", ParquetFixture.vector(i, width));
              row.add("prediction", (long) i * i);
            },
            builder -> options.apply(builder.withWriteMode(Mode.OVERWRITE)));
    ReadRows read = ReadRows.of(FileRange.all(file), COLUMNS, MissingFeatures.ERROR, 64);
    assertEquals(rows, read.features().size());
    for (int i = 0; i < rows; i++) {
      assertArrayEquals(ParquetFixture.vector(i, width), read.features().get(i));
      assertEquals("image-" + i % 13 + "-" + i, read.ids().get(i));
      assertEquals((double) i * i, read.predictions().get(i)[0]);
    }
  }

  @Test
  void bothVersionsWithAndWithoutDictionary() throws IOException {
    for (WriterVersion version : WriterVersion.values()) {
      for (boolean dictionary : new boolean[] {true, false}) {
        for (boolean split : new boolean[] {true, false}) {
          for (int width : new int[] {1, 3, 8, 33, 1000}) {
            check(
                300,
                width,
                b ->
                    b.withWriterVersion(version)
                        .withDictionaryEncoding(dictionary)
                        .withByteStreamSplitEncoding(split)
                        .withPageSize(3000)
                        .withMinRowCountForPageSizeCheck(1));
          }
        }
      }
    }
  }

  @Test
  void dictionaryThatOverflowsIntoPlain() throws IOException {
    check(
        500,
        40,
        b -> b.withDictionaryEncoding(true).withDictionaryPageSize(4000).withPageSize(900));
  }

  @Test
  void rowsWiderThanALevelBatch() throws IOException {
    check(3, 200_000, b -> b.withPageSize(1 << 20));
  }

  @Test
  void everyCompression() throws IOException {
    for (CompressionCodecName codec :
        List.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD,
            CompressionCodecName.LZ4_RAW)) {
      for (WriterVersion version : WriterVersion.values()) {
        check(
            200,
            16,
            b -> b.withCompressionCodec(codec).withWriterVersion(version).withPageSize(999));
      }
    }
  }

  @Test
  void manyRowGroupsAndRangesOfThem() throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("groups.parquet"),
            FIELDS,
            100,
            (row, i) -> {
              row.add("id", Binary.fromString("é" + i));
              ParquetFixture.addList(row, "features", ParquetFixture.vector(i, 4));
              row.add("prediction", 1L);
            },
            builder -> builder.withRowGroupRowCountLimit(30));
    FileShape shape = Footers.shape(ParquetFixture.CONF, file, COLUMNS);
    assertArrayEquals(new long[] {30, 30, 30, 10}, shape.rowGroupRows());
    assertEquals(100, shape.rows());
    assertEquals(4, shape.width());
    assertEquals(IdKind.TEXT, shape.idKind());
    assertEquals(100, ReadRows.of(file, COLUMNS).features().size());
    ReadRows middle = ReadRows.of(new FileRange(file, 1, 3), COLUMNS, MissingFeatures.ERROR, 1000);
    assertEquals(60, middle.features().size());
    assertEquals("é30", middle.ids().get(0));
    assertEquals(30, middle.numbers().get(0));
    assertEquals(89, middle.numbers().get(59));
    assertArrayEquals(ParquetFixture.vector(89, 4), middle.features().get(59));
  }

  @Test
  void anEmptyFileHasNoRows() throws IOException {
    DataFile file = ParquetFixture.write(folder.resolve("none.parquet"), FIELDS, 0, (row, i) -> {});
    assertEquals(0, ReadRows.of(file, COLUMNS).features().size());
    assertEquals(0, Footers.shape(ParquetFixture.CONF, file, COLUMNS).rows());
    assertEquals(-1, Footers.shape(ParquetFixture.CONF, file, COLUMNS).width());
  }

  @Test
  void oneColumnAsFeaturesPredictionAndLabel() throws IOException {
    for (CompressionCodecName codec :
        List.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY)) {
      DataFile file =
          ParquetFixture.write(
              folder.resolve("shared-" + codec + ".parquet"),
              FIELDS,
              100,
              (row, i) -> {
                row.add("id", "x" + i);
                ParquetFixture.addList(row, "features", ParquetFixture.vector(i, 4));
              },
              b -> b.withPageSize(100).withCompressionCodec(codec));
      ReadRows read =
          ReadRows.of(
              file,
              new FeatureColumns(
                  null, "features", "features", List.of(new LabelColumn("features", 4))));
      for (int i = 0; i < 100; i++) {
        assertArrayEquals(ParquetFixture.vector(i, 4), read.features().get(i));
        assertArrayEquals(ParquetFixture.vector(i, 4), read.predictions().get(i));
        assertArrayEquals(ParquetFixture.vector(i, 4), read.labels().get(i));
      }
    }
  }
}
