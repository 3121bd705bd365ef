package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/** Damaged files end in an error that names them, or in what was written; nothing else. */
final class DamagedFilesTest {
  private static final FeatureColumns COLUMNS = new FeatureColumns("id", "features", "prediction");

  @TempDir Path folder;

  private Path whole(CompressionCodecName codec, WriterVersion version, boolean checksums)
      throws IOException {
    Path file = folder.resolve("whole.parquet");
    Files.deleteIfExists(file);
    ParquetFixture.write(
        file,
        "required binary id (STRING); "
            + ParquetFixture.FLOAT_LIST
            + " optional double prediction;",
        60,
        (row, i) -> {
          row.add("id", "row-" + i);
          ParquetFixture.addList(row, "features", ParquetFixture.vector(i, 5));
          row.add("prediction", i % 3d);
        },
        b ->
            b.withCompressionCodec(codec)
                .withWriterVersion(version)
                .withPageWriteChecksumEnabled(checksums)
                .withRowGroupRowCountLimit(25));
    return file;
  }

  /** Reads bytes as a file; true if they read as what was written, false on a proper error. */
  private boolean reads(byte[] bytes, boolean exact) throws IOException {
    Path file = folder.resolve("damaged.parquet");
    Files.write(file, bytes);
    DataFile data = ParquetFixture.dataFile(file);
    try {
      ReadRows read = ReadRows.of(data, COLUMNS);
      if (exact) {
        assertEquals(60, read.features().size());
        for (int i = 0; i < 60; i++) {
          assertArrayEquals(ParquetFixture.vector(i, 5), read.features().get(i));
        }
      }
      return true;
    } catch (InputException e) {
      assertTrue(
          e.getMessage().startsWith("Cannot read ") && e.getMessage().contains(data.path()),
          e.getMessage());
      return false;
    }
  }

  @Test
  void filesCutOffAnywhere() throws IOException {
    byte[] bytes =
        Files.readAllBytes(whole(CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0, true));
    for (int length = 0; length < bytes.length; length += length < 40 ? 1 : 37) {
      int cut = length;
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> assertEquals(false, reads(Arrays.copyOf(bytes, cut), true)));
    }
    assertTrue(reads(bytes, true));
  }

  @Test
  void footersThatPromiseMoreThanThereIs() throws IOException {
    byte[] bytes =
        Files.readAllBytes(
            whole(CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0, true));
    // The middle is cut out: the footer is whole, and points past the end or at other bytes.
    for (int gap = 1; gap < 3000; gap += 211) {
      byte[] holed = new byte[bytes.length - gap];
      System.arraycopy(bytes, 0, holed, 0, 100);
      System.arraycopy(bytes, 100 + gap, holed, 100, holed.length - 100);
      assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> assertEquals(false, reads(holed, true)));
    }
  }

  @Test
  void singleBytesChangedUnderChecksums() throws IOException {
    flip(CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0, true);
    flip(CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0, true);
  }

  @Test
  void singleBytesChangedWithoutChecksums() throws IOException {
    for (WriterVersion version : WriterVersion.values()) {
      flip(CompressionCodecName.UNCOMPRESSED, version, false);
      flip(CompressionCodecName.SNAPPY, version, false);
    }
  }

  private void flip(CompressionCodecName codec, WriterVersion version, boolean checksums)
      throws IOException {
    byte[] bytes = Files.readAllBytes(whole(codec, version, checksums));
    Random random = new Random(5);
    for (int trial = 0; trial < 150; trial++) {
      byte[] changed = bytes.clone();
      int at = random.nextInt(bytes.length);
      changed[at] = (byte) random.nextInt(256);
      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> reads(changed, false));
    }
  }

  @Test
  void otherContentIsNotParquet() throws IOException {
    for (String text : new String[] {"", "PAR1", "id,features\n1,2\n", "x".repeat(1000)}) {
      Path file = folder.resolve("text.parquet");
      Files.writeString(file, text);
      DataFile data = ParquetFixture.dataFile(file);
      assertEquals(
          "Cannot read "
              + data.path()
              + ": expected a Parquet file, found other content or a truncated file",
          assertThrows(InputException.class, () -> ReadRows.of(data, COLUMNS)).getMessage());
    }
  }

  @Test
  void aFileThatIsGone() {
    DataFile data = new DataFile(folder.resolve("gone.parquet").toUri().toString(), 1000, 0);
    assertEquals(
        "Cannot read " + data.path() + ": expected a file, found none",
        assertThrows(InputException.class, () -> ReadRows.of(data, COLUMNS)).getMessage());
  }
}
