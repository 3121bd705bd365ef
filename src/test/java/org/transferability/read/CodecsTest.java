package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/** Codecs that are there only in part, or not at all. */
final class CodecsTest {
  private static final FeatureColumns COLUMNS = new FeatureColumns("id", "features", null);
  private static final int ROWS = 300;

  @TempDir Path folder;

  private DataFile write(CompressionCodecName codec, WriterVersion version) throws IOException {
    return ParquetFixture.write(
        folder.resolve("f.parquet"),
        "required binary id (STRING); " + ParquetFixture.FLOAT_LIST,
        ROWS,
        (row, i) -> {
          row.add("id", "row-" + i);
          ParquetFixture.addList(row, "features", ParquetFixture.vector(i, 20));
        },
        b ->
            b.withWriteMode(Mode.OVERWRITE)
                .withCompressionCodec(codec)
                .withWriterVersion(version)
                .withPageSize(2000));
  }

  /** The file with another codec in its footer. */
  private DataFile relabelled(CompressionCodec codec) throws IOException {
    Path path = folder.resolve("f.parquet");
    RelabelledPages.footer(
        path,
        footer ->
            footer
                .getRow_groups()
                .forEach(
                    group ->
                        group.getColumns().forEach(chunk -> chunk.getMeta_data().setCodec(codec))));
    return ParquetFixture.dataFile(path);
  }

  private static void check(DataFile file) throws IOException {
    ReadRows read = ReadRows.of(file, COLUMNS);
    assertEquals(ROWS, read.features().size());
    for (int i = 0; i < ROWS; i++) {
      assertEquals("row-" + i, read.ids().get(i));
      assertArrayEquals(ParquetFixture.vector(i, 20), read.features().get(i));
    }
  }

  @Test
  void lz4BlocksWithAndWithoutTheFrameOfHadoop() throws IOException {
    for (WriterVersion version : WriterVersion.values()) {
      check(write(CompressionCodecName.LZ4, version));
      write(CompressionCodecName.LZ4_RAW, version);
      check(relabelled(CompressionCodec.LZ4));
    }
  }

  @Test
  void aCodecThatIsNotOnTheClassPathIsNamed() throws IOException {
    write(CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0);
    for (CompressionCodec codec :
        new CompressionCodec[] {CompressionCodec.BROTLI, CompressionCodec.LZO}) {
      DataFile file = relabelled(codec);
      String error =
          assertThrows(InputException.class, () -> ReadRows.of(file, COLUMNS)).getMessage();
      assertTrue(
          error.startsWith(
              "Cannot read column id: expected a compression that can be read here (none, snappy,"
                  + " gzip, zstd, lz4_raw), found "
                  + codec
                  + " ("
                  + file.path()
                  + "); write the file again"),
          error);
    }
  }
}
