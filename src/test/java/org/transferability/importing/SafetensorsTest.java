package org.transferability.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.importing.source.NumberColumn;
import org.transferability.importing.source.NumberRows;
import org.transferability.study.csv.CsvFormat;

/** The table 7 x 3 with (i + 1) (j - 1) / 4 as tensors of every type (safetensors/make.py). */
final class SafetensorsTest extends ReadsArrays {
  private static final Path TABLE =
      Path.of("src/test/resources/importing/safetensors/table.safetensors");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"f64", "f32", "f16", "bf16", "three/axes"})
  void floatsOfEveryPrecision(String name) throws IOException {
    assertArrayEquals(table(x -> x), numbers(TABLE, name), 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"i64", "i32", "i16", "i8"})
  void wholeNumbersOfEverySize(String name) throws IOException {
    assertArrayEquals(table(x -> 4 * x), numbers(TABLE, name), 0);
  }

  @Test
  void unsignedNumbersAndBooleans() throws IOException {
    assertArrayEquals(table(x -> Math.abs(4 * x)), numbers(TABLE, "u8"), 0);
    assertArrayEquals(table(x -> x > 0 ? 1 : 0), numbers(TABLE, "bool"), 0);
  }

  @Test
  void halfPrecisionIsStoredAsFloats() throws IOException {
    for (String name : List.of("bf16", "f16", "f32")) {
      try (NumberRows rows = file(TABLE, name).numbers(CONF, reading())) {
        assertTrue(rows.fitsFloat(), name);
      }
    }
    try (NumberRows rows = file(TABLE, "bf16").numbers(CONF, reading())) {
      assertEquals("bfloat16 7 x 3, C order", rows.describe());
    }
  }

  @Test
  void tensorsOfLabelsAreColumns() throws IOException {
    try (NumberRows rows = file(TABLE, "f32,i8").labels(CONF, reading())) {
      assertEquals(List.of("f32", "i8"), rows.columns().stream().map(NumberColumn::name).toList());
      double[] row = new double[6];
      assertEquals(1, rows.read(row, 1));
      assertArrayEquals(new double[] {-0.25, 0, 0.25, -1, 0, 1}, row, 0);
    }
  }

  @Test
  void wholeNumbersAreIds() throws IOException {
    try (IdRows ids = file(TABLE, "ids").ids(CONF, CsvFormat.DEFAULT, Id.Form.DETECT)) {
      assertEquals(new Id.Whole(100), ids.next());
      assertEquals(new Id.Whole(101), ids.next());
    }
  }

  @Test
  void otherTensorsAreRefused() {
    assertFails(TABLE, "f8", "whole numbers or BOOL, found type 'F8_E4M3'");
    assertFails(TABLE, "scalar", "expected an array of rows, n x d, found a single value");
    assertFails(TABLE, "f31", "no tensor 'f31' in it; did you mean");
    assertFails(TABLE, null, "the name of a tensor after #, or #{source}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|a header with tensors, found other JSON",
        "{\"a\":1}|a tensor with dtype, shape and data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}|a tensor with dtype",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}|a place within the 8 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,16]}}|file is truncated",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}|a tensor with dtype",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}|expected 12 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}|a tensor with dtype",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}|a shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":1}|in JSON, found: Duplicate",
        "{\"a\":|in JSON, found: ",
      })
  void damagedHeadersAreNamed(String header, String part) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    assertFails(Files.write(folder.resolve("a.safetensors"), bytes.array()), "a", part);
  }

  @Test
  void truncatedFilesAreNamed() throws IOException {
    byte[] whole = Files.readAllBytes(TABLE);
    Path cut = folder.resolve("cut.safetensors");
    assertFails(Files.write(cut, Arrays.copyOf(whole, 3)), "f64", "found the end of the file");
    assertFails(Files.write(cut, Arrays.copyOf(whole, 50)), "f64", "a header of 2 to 42 bytes");
    int end = whole.length - 100;
    assertFails(Files.write(cut, Arrays.copyOf(whole, end)), "ids", "file is truncated");
  }
}
