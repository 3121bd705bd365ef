package org.transferability.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.importing.source.NumberRows;
import org.transferability.importing.source.Reading;
import org.transferability.study.InputException;
import org.transferability.study.csv.CsvFormat;

/**
 * Files as numpy and pyarrow write them (importing/make.py) hold the table 7 x 3 with (i + 1) (j -
 * 1) / 4; damaged ones are refused with what was expected and found.
 */
final class SourceFileTest {
  private static final Path FILES = Path.of("src/test/resources/importing");
  private static final Configuration CONF = new Configuration();

  @ParameterizedTest
  @CsvSource({
    "float16.npy,",
    "float16-fortran.npy,",
    "float32.npy,",
    "float32-fortran.npy,",
    "float64.npy,",
    "float64-fortran.npy,",
    "big-endian.npy,",
    "version-2.npy,",
    "stored.npz,embedding",
    "stored.npz,columns",
    "packed.npz,embedding",
    "packed.npz,columns.npy",
    "columns.parquet,f*",
    "fixed-size-list.parquet,embedding",
    "large-list.parquet,",
    "half-list.parquet,",
    "nested-list.parquet,",
    "struct.parquet,",
    "old-list.parquet,"
  })
  void everyFormHoldsTheSameNumbers(String name, String member) throws IOException {
    assertArrayEquals(table(1), numbers(FILES.resolve(name), member), 0, name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8", "int16", "int32", "int64"})
  void wholeNumbersAreExact(String type) throws IOException {
    assertArrayEquals(table(4), numbers(FILES.resolve(type + ".npy"), null), 0, type);
  }

  @Test
  void unsignedNumbersAndBooleans() throws IOException {
    double[] absolute = Arrays.stream(table(4)).map(Math::abs).toArray();
    assertArrayEquals(absolute, numbers(FILES.resolve("uint8.npy"), null), 0);
    double[] positive = Arrays.stream(table(4)).map(v -> v > 0 ? 1 : 0).toArray();
    assertArrayEquals(positive, numbers(FILES.resolve("bool.npy"), null), 0);
  }

  @Test
  void oneAxisIsOneNumberARow() throws IOException {
    double[] last = {0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75};
    assertArrayEquals(last, numbers(FILES.resolve("one-axis.npy"), null), 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"three-axes.npy", "three-axes-fortran.npy"})
  void moreAxesAreFlattenedInCOrder(String name) throws IOException {
    double[] table = table(1);
    double[] expected = new double[42];
    for (int k = 0; k < 21; k++) {
      expected[2 * k] = table[k];
      expected[2 * k + 1] = table[k] + 10;
    }
    assertArrayEquals(expected, numbers(FILES.resolve(name), null), 0);
  }

  @Test
  void whatIsNullIsMissing() throws IOException {
    double[] table = table(1);
    Arrays.fill(table, 0, 3, Double.NaN);
    Arrays.fill(table, 12, 15, Double.NaN);
    assertArrayEquals(table, numbers(FILES.resolve("missing.parquet"), "embedding"), 0);
    double[] area = {Double.NaN, 1.5, 2.5, Double.NaN, 3.5, 4.5, 5.5};
    assertArrayEquals(area, numbers(FILES.resolve("missing.parquet"), "area"), 0);
  }

  @Test
  void idsAreNumbersOrText() throws IOException {
    List<Object> numbers = List.of(100L, 101L, 102L, 103L, 104L, 105L, 106L);
    assertEquals(numbers, ids(FILES.resolve("number-ids.npy"), null));
    assertEquals(
        List.of("a", "bb", "c\u00e9", "dddd", "e", "f", "g"),
        ids(FILES.resolve("text-ids.npy"), null));
    assertEquals(
        List.of("a", "bb", "ccc", "d", "e", "f", "g"), ids(FILES.resolve("byte-ids.npy"), null));
    assertEquals(List.of(0L, 3L, 6L, 9L, 12L, 15L, 18L), ids(FILES.resolve("packed.npz"), "ids"));
    assertEquals(
        List.of("row0", "row1", "row2", "row3", "row4", "row5", "row6"),
        ids(FILES.resolve("struct.parquet"), "id"));
  }

  @Test
  void csvHasEmptyCellsQuotesAndAnyOrderOfColumns(@TempDir Path folder) throws IOException {
    Path csv = folder.resolve("a.csv");
    Files.writeString(
        csv, "\uFEFFid,\"b,1\",note,a\r\nx1,1.5,\"say \"\"x\"\"\",\r\n\r\n007,-2e3,,nan\r\n");
    double[] expected = {1.5, Double.NaN, -2000, Double.NaN};
    assertArrayEquals(expected, numbers(csv, "b*,a"), 0);
    assertEquals(List.of("x1", "007"), ids(csv, "id"));
    assertFails(csv, "note", "column 'note'", "found 'say \"x\"'", "line 2");
  }

  @ParameterizedTest
  @CsvSource({
    "records.npy,,found a structured array",
    "objects.npy,,found type '|O'; save it as a plain array",
    "complex.npy,,found type '<c8'",
    "text-ids.npy,,expected numbers",
    "stored.npz,,'found none and 3 arrays (embedding, columns, ids)'",
    "stored.npz,embeding,did you mean 'embedding'?",
    "ragged.parquet,,'expected 3 numbers a row, as in the first, found 2'",
    "text-only.parquet,,'expected columns with numbers, lists or structs of numbers, found name'",
    "fixed-size-list.parquet,,'found embedding, label; select one after #'",
    "columns.parquet,g*,'found f0, f1, f2'"
  })
  void unsupportedFilesAreReported(String name, String member, String message) {
    assertFails(FILES.resolve(name), member, message);
  }

  @Test
  void aFileThatIsCutOffIsRefusedBeforeItIsRead(@TempDir Path folder) throws IOException {
    byte[] whole = Files.readAllBytes(FILES.resolve("float32.npy"));
    for (int length : new int[] {0, 5, 6, 8, 9, 10, 60, 127, 128, 130, 211}) {
      Path cut = Files.write(folder.resolve(length + ".npy"), Arrays.copyOf(whole, length));
      assertFails(cut, null, "Cannot read", "expected");
    }
    Path longer = Files.write(folder.resolve("longer.npy"), Arrays.copyOf(whole, 213));
    assertFails(longer, null, "expected 212 bytes", "float32 7 x 3", "213: other bytes follow");
    byte[] archive = Files.readAllBytes(FILES.resolve("packed.npz"));
    for (int length = 0; length < archive.length; length += 23) {
      Path cut = Files.write(folder.resolve(length + ".npz"), Arrays.copyOf(archive, length));
      assertFails(cut, "embedding", "expected a complete .npz archive");
    }
    byte[] table = Files.readAllBytes(FILES.resolve("large-list.parquet"));
    for (int length = 0; length < table.length; length += 41) {
      Path cut = Files.write(folder.resolve(length + ".parquet"), Arrays.copyOf(table, length));
      assertFails(cut, null, "Cannot read", "Parquet file", "found");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999999, 999999), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999999, 3), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000, 3), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2000000), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-7, 3), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (7, 0), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1), }",
        "{'descr': '<f3', 'fortran_order': False, 'shape': (7, 3), }",
        "{'descr': '<f4', 'fortran_order': 1, 'shape': (7, 3), }",
        "{'descr': __import__('os'), 'fortran_order': False, 'shape': (7, 3), }",
        "[1, 2, 3]",
        "",
      })
  void aHeaderIsNotBelieved(String header, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("hostile.npy");
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = new byte[10 + text.length];
    byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0};
    System.arraycopy(start, 0, bytes, 0, 10);
    System.arraycopy(text, 0, bytes, 10, text.length);
    Files.write(file, bytes);
    assertFails(file, null, "Cannot read", "hostile.npy", "expected", "found");
  }

  /** Any byte of a file may be wrong: then the file is refused, or numbers are read; no more. */
  @Test
  void noDamageCausesAnythingButARefusal(@TempDir Path folder) throws IOException {
    Random random = new Random(7);
    for (String name : List.of("float32.npy", "packed.npz", "stored.npz", "large-list.parquet")) {
      byte[] whole = Files.readAllBytes(FILES.resolve(name));
      int refused = 0;
      for (int trial = 0; trial < 150; trial++) {
        byte[] damaged = whole.clone();
        for (int k = 0; k <= trial % 3; k++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        Path file = Files.write(folder.resolve("damaged-" + name), damaged);
        try {
          numbers(file, name.endsWith("npz") ? "embedding" : null);
        } catch (InputException e) {
          refused++;
          assertTrue(e.getMessage().startsWith("Cannot "), e.getMessage());
        }
      }
      assertTrue(refused > 0, name);
    }
  }

  private static void assertFails(Path file, String member, String... parts) {
    InputException e = assertThrows(InputException.class, () -> numbers(file, member));
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), () -> e.getMessage() + "\nlacks: " + part);
    }
  }

  @Test
  void aFileThatCannotBeOpenedIsNamed() {
    for (String name : new String[] {"gone.npy", "gone.npz", "gone.csv", "gone.safetensors"}) {
      SourceFile gone = new SourceFile("/nowhere/" + name, 100, null);
      InputException e =
          assertThrows(
              InputException.class,
              () -> gone.numbers(CONF, new Reading(Set.of(), Set.of(), CsvFormat.DEFAULT)));
      assertTrue(
          e.getMessage().contains(name + ": expected a file that can be read"), e::getMessage);
    }
  }

  /** The table, times a factor. */
  private static double[] table(double factor) {
    double[] table = new double[21];
    for (int k = 0; k < 21; k++) {
      table[k] = factor * (k / 3 + 1) * (k % 3 - 1) / 4;
    }
    return table;
  }

  private static double[] numbers(Path file, String member) throws IOException {
    SourceFile source = new SourceFile(file.toString(), Files.size(file), member);
    List<Double> all = new ArrayList<>();
    try (NumberRows rows =
        source.numbers(CONF, new Reading(Set.of("id"), Set.of(), CsvFormat.DEFAULT))) {
      double[] block = new double[2 * rows.width()];
      for (int n = rows.read(block, 2); n > 0; n = rows.read(block, 2)) {
        for (int k = 0; k < n * rows.width(); k++) {
          all.add(block[k]);
        }
      }
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<Object> ids(Path file, String column) throws IOException {
    List<Object> all = new ArrayList<>();
    SourceFile source = new SourceFile(file.toString(), Files.size(file), column);
    try (IdRows rows = source.ids(CONF, CsvFormat.DEFAULT, Id.Form.DETECT)) {
      for (Id id = rows.next(); id != null; id = rows.next()) {
        all.add(id instanceof Id.Whole whole ? (Object) whole.value() : ((Id.Text) id).value());
      }
      assertNull(rows.next());
    }
    return all;
  }
}
