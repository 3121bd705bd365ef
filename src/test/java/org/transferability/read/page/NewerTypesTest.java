package org.transferability.read.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.FeatureColumns;
import org.transferability.read.ParquetFixture;
import org.transferability.read.ReadRows;

/** A column of a logical type that Parquet's reader does not know does not spoil the others. */
final class NewerTypesTest {
  @TempDir Path folder;

  @Test
  void aLogicalTypeThatIsNotKnownIsIgnored() throws IOException {
    Path file = folder.resolve("f.parquet");
    ParquetFixture.write(
        file,
        "required int64 id; required binary name (STRING); required double features;",
        3,
        (row, i) -> row.append("id", 7L + i).append("name", "n" + i).append("features", 0.5 * i));
    Files.write(file, withUnknownType(Files.readAllBytes(file)));
    DataFile data = ParquetFixture.dataFile(file);

    ReadRows rows = ReadRows.of(data, new FeatureColumns("id", "features", null));
    assertEquals(List.of("7", "8", "9"), rows.ids());
    assertArrayEquals(new double[] {1}, rows.features().get(2));
    ReadRows names = ReadRows.of(data, new FeatureColumns("name", null, null));
    assertEquals(List.of("n0", "n1", "n2"), names.ids());
  }

  /**
   * The file with STRING in the footer replaced by a type with the number 100. In Thrift's compact
   * protocol a logical type is field 10, after the converted type, field 6: 4c; it is a union with
   * one field, STRING being number 1: 1c; both are structs that end with 0. Number 100 is written
   * out, in zigzag form: 0c c8 01.
   */
  private static byte[] withUnknownType(byte[] file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = bytes.getInt(file.length - 8);
    int at = file.length - 8 - length;
    while (bytes.getInt(at) != 0x00001c4c) {
      at++;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, at);
    out.writeBytes(new byte[] {0x4c, 0x0c, (byte) 0xc8, 0x01, 0, 0});
    out.write(file, at + 4, file.length - 8 - at - 4);
    out.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length + 2).array());
    out.write(file, file.length - 4, 4);
    return out.toByteArray();
  }
}
