package org.transferability.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.importing.source.NumberRows;
import org.transferability.importing.source.Reading;
import org.transferability.study.InputException;
import org.transferability.study.csv.CsvFormat;

/** Archives whose directory says something else than the members, written by java.util.zip. */
final class NpzArchiveTest {
  /** Places in an entry of the directory (PKWARE APPNOTE 4.3.12). */
  private static final int FLAGS = 8;

  private static final int METHOD = 10;
  private static final int UNPACKED = 24;
  private static final int NAME = 46;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
  void anyZipCanBeRead(int method) throws IOException {
    byte[] archive = archive(method, npy(false, 3, 3), npy(true, 2, 2));
    assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, numbers(archive, "a"));
    assertArrayEquals(new double[] {0, 2, 1, 3}, numbers(archive, "b.npy"));
  }

  @ParameterizedTest
  @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
  void encryptedArraysAndOtherMethodsAreRefused(int method) throws IOException {
    byte[] archive = archive(method, npy(false, 3, 3), npy(false, 3, 3));
    assertFails(patched(archive, 1, FLAGS, 1), "b", "expected an array without a password");
    assertFails(patched(archive, 1, METHOD, 12), "b", "stored or deflated array, found method 12");
    assertArrayEquals(
        new double[] {0, 1, 2, 3, 4, 5}, numbers(patched(archive, 1, METHOD, 12), "a"));
  }

  @Test
  void lengthsThatLieAreRefused() throws IOException {
    byte[] archive = archive(ZipEntry.DEFLATED, npy(false, 3, 3), npy(false, 3, 3));
    assertFails(patched(archive, 0, UNPACKED, 1), "a", "bytes according to its header");
    assertFails(patched(archive, 0, UNPACKED, 0xffff), "a", "other bytes follow the array");
  }

  @Test
  void anArrayThatEndsEarlyIsRefused() throws IOException {
    for (boolean fortran : new boolean[] {false, true}) {
      byte[] whole = npy(fortran, 500, 500);
      byte[] cut = archive(ZipEntry.DEFLATED, npy(fortran, 500, 3), npy(false, 3, 3));
      byte[] lying = patched(cut, 0, UNPACKED, whole.length);
      assertFails(
          lying,
          "a",
          fortran ? "as in the directory of the archive, found" : "found the end after row 3");
    }
  }

  /** As in numpy, whose directory of names keeps the last. */
  @Test
  void ofTwoArraysOfOneNameTheLastCounts() throws IOException {
    byte[] archive = archive(ZipEntry.STORED, npy(false, 3, 3), npy(false, 1, 1));
    byte[] twice = patched(archive, 1, NAME, 'a' | '.' << 8);
    assertArrayEquals(new double[] {0, 1}, numbers(twice, "a"));
  }

  /** Float64 with 0, 1, 2, ... in the order of the file; {@code held} of the rows are there. */
  private static byte[] npy(boolean fortran, int rows, int held) {
    String header =
        "{'descr': '<f8', 'fortran_order': %s, 'shape': (%d, 2), }\n"
            .formatted(fortran ? "True" : "False", rows);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + 2 * held * Double.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.ISO_8859_1));
    for (int k = 0; k < 2 * held; k++) {
      bytes.putDouble(k);
    }
    return bytes.array();
  }

  /** With the members a.npy and b.npy. */
  private static byte[] archive(int method, byte[]... members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment("a comment behind the directory");
      for (int m = 0; m < members.length; m++) {
        ZipEntry entry = new ZipEntry((char) ('a' + m) + ".npy");
        CRC32 crc = new CRC32();
        crc.update(members[m]);
        entry.setMethod(method);
        entry.setSize(members[m].length);
        entry.setCrc(crc.getValue());
        if (method == ZipEntry.STORED) {
          entry.setCompressedSize(members[m].length);
        }
        zip.putNextEntry(entry);
        zip.write(members[m]);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Puts 16 bits into an entry of the directory. */
  private static byte[] patched(byte[] archive, int entry, int at, int value) {
    ByteBuffer bytes = ByteBuffer.wrap(archive.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int start = 0;
    for (int e = -1; e < entry; start++) {
      e += bytes.getInt(start) == 0x02014b50 ? 1 : 0;
    }
    bytes.putShort(start - 1 + at, (short) value);
    return bytes.array();
  }

  private void assertFails(byte[] archive, String member, String part) {
    InputException e = assertThrows(InputException.class, () -> numbers(archive, member));
    assertTrue(e.getMessage().startsWith("Cannot read "), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  private double[] numbers(byte[] archive, String member) throws IOException {
    Path file = Files.write(folder.resolve("a.npz"), archive);
    SourceFile source = new SourceFile(file.toString(), archive.length, member);
    Reading reading = new Reading(Set.of(), Set.of(), CsvFormat.DEFAULT);
    try (NumberRows rows = source.numbers(new Configuration(), reading)) {
      double[] block = new double[1000];
      int read = rows.read(block, 500);
      return Arrays.copyOf(block, read * rows.width());
    }
  }
}
