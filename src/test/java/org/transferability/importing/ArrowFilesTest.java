package org.transferability.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.study.InputException;

/** The table 7 x 3 with (i + 1) (j - 1) / 4 in two batches, as another program wrote it. */
final class ArrowFilesTest extends ReadsArrays {
  private static final Path FILES = Path.of("src/test/resources/importing/arrow");
  private static final Path STREAM = FILES.resolve("stream.arrow");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"floats", "doubles", "halves", "fixed", "nested"})
  void listsOfEveryKind(String column) throws IOException {
    assertArrayEquals(table(x -> x), numbers(STREAM, column), 0);
    assertArrayEquals(table(x -> x), numbers(FILES.resolve("file.arrow"), column), 0);
  }

  @ParameterizedTest
  @CsvSource({"small,2,4", "byte,2,4", "short,0,4", "whole,0,4"})
  void wholeNumbersOfEverySize(String column, int place, double factor) throws IOException {
    double[] expected = new double[7];
    Arrays.setAll(expected, i -> factor * table(x -> x)[3 * i + place]);
    assertArrayEquals(expected, numbers(STREAM, column), 0);
  }

  @Test
  void booleansMissingNumbersAndLargeUnsignedNumbers() throws IOException {
    assertArrayEquals(new double[] {1, 0, 1, 0, 1, 0, 1}, numbers(STREAM, "flag"), 0);
    double[] x = {0.25, 0.5, 0.75, Double.NaN, 1.25, 1.5, 1.75};
    assertArrayEquals(x, numbers(STREAM, "x"), 0);
    double[] large = new double[7];
    Arrays.fill(large, 4294967295.0);
    assertArrayEquals(large, numbers(STREAM, "unsigned"), 0);
    double[] lists = table(value -> value);
    Arrays.fill(lists, 0, 3, Double.NaN);
    Arrays.fill(lists, 12, 15, Double.NaN);
    assertArrayEquals(lists, numbers(STREAM, "missing"), 0);
  }

  /** Arrow keeps a value below a null struct, which means nothing. */
  @Test
  void aNullStructInAListIsNoNumber() throws IOException {
    Path file = folder.resolve("points.arrow");
    try (RootAllocator memory = new RootAllocator();
        ListVector list = ListVector.empty("points", memory)) {
      FieldType number =
          FieldType.nullable(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
      StructVector point =
          (StructVector)
              list.addOrGetVector(FieldType.nullable(new ArrowType.Struct())).getVector();
      Float8Vector x = point.addOrGet("x", number, Float8Vector.class);
      for (int row = 0; row < 2; row++) {
        list.startNewValue(row);
        for (int i = 2 * row; i < 2 * row + 2; i++) {
          x.setSafe(i, 10 + i);
          point.setIndexDefined(i);
        }
        list.endValue(row, 2);
      }
      point.setValueCount(4);
      list.setValueCount(2);
      write(list, file);
      assertArrayEquals(new double[] {10, 11, 12, 13}, numbers(file, "points"), 0);
      point.setNull(3);
      write(list, file);
    }
    assertFails(file, "points", "expected lists and structs without null ones inside, found null");
  }

  private static void write(ListVector column, Path file) throws IOException {
    VectorSchemaRoot root = VectorSchemaRoot.of(column);
    try (OutputStream out = Files.newOutputStream(file);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, out)) {
      writer.start();
      writer.writeBatch();
      writer.end();
    }
  }

  @Test
  void columnsWithoutNumbersAreOmitted() throws IOException {
    assertFails(STREAM, "x,number,id", "found text in column 'id'");
    assertFails(STREAM, null, "expected one list or struct, or plain numbers only, found number");
    assertFails(STREAM, "ragged", "expected 3 numbers a row, as in the first, found 2 (");
    assertFails(STREAM, "ragged", "row 5)");
  }

  @Test
  void textAndWholeNumbersAreIds() throws IOException {
    assertEquals(
        List.of("row0", "row1", "c\u00e9", "row3", "row4", "row5", "row6"), ids(STREAM, "id"));
    assertEquals(List.of("100", "101", "102", "103", "104", "105", "106"), ids(STREAM, "number"));
    InputException e = assertThrows(InputException.class, () -> ids(STREAM, "x"));
    assertTrue(e.getMessage().contains("expected whole numbers or text, found Float"));
  }

  /** Without its end, a file may lack rows. */
  @ParameterizedTest
  @ValueSource(strings = {"stream.arrow", "file.arrow"})
  void truncatedFilesAreNamed(String name) throws IOException {
    byte[] whole = Files.readAllBytes(FILES.resolve(name));
    Path cut = folder.resolve("cut.arrow");
    for (int length : new int[] {0, 3, 8, 100, whole.length / 2, whole.length - 8}) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertFails(cut, "floats", "found no mark of its end: the file is truncated");
    }
  }

  @Test
  void damageIsNamed() throws IOException {
    byte[] whole = Files.readAllBytes(STREAM);
    Path damaged = folder.resolve("damaged.arrow");
    for (int at = 0; at < whole.length; at += 61) {
      byte[] bytes = whole.clone();
      bytes[at] ^= (byte) 0xa5;
      Files.write(damaged, bytes);
      try {
        numbers(damaged, "floats");
        numbers(damaged, "nested");
        ids(damaged, "id");
      } catch (InputException e) {
        assertTrue(e.getMessage().startsWith("Cannot read "), e.getMessage());
      }
    }
  }
}
