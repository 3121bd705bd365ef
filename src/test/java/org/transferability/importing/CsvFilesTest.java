package org.transferability.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.importing.source.LeftOut;
import org.transferability.importing.source.NumberColumn;
import org.transferability.importing.source.NumberRows;
import org.transferability.importing.source.Reading;
import org.transferability.study.InputException;
import org.transferability.study.csv.CsvFormat;
import org.transferability.study.csv.CsvFormat.Header;

/**
 * CSV files as pandas and numpy.savetxt write them (importing/csv/make.py) hold the table 7 x 3
 * with (i + 1) (j - 1) / 4.
 */
final class CsvFilesTest {
  private static final Path FILES = Path.of("src/test/resources/importing/csv");
  private static final CsvFormat COMMAS = new CsvFormat(Header.DETECT, CsvFormat.DETECT, ',', true);
  private static final CsvFormat ROWS = new CsvFormat(Header.NONE, CsvFormat.DETECT, '.', true);
  private static final CsvFormat NAMES = new CsvFormat(Header.NAMES, CsvFormat.DETECT, '.', true);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.csv",
        "index.csv",
        "index-twice.csv",
        "two-indexes.csv",
        "semicolon.csv",
        "tab.csv",
        "bar.csv",
        "excel.csv",
        "quoted.csv",
        "savetxt-names.csv",
        "savetxt-comma-names.csv"
      })
  void everySeparatorIsDetectedAndTheIndexIsOmitted(String name) throws IOException {
    Result read = read(FILES.resolve(name), CsvFormat.DEFAULT);
    assertArrayEquals(table(), read.numbers, 0);
    assertEquals(List.of("f0", "f1", "f2"), read.names);
  }

  @Test
  void columnsAndRowsNumberedByPandasAreNames() throws IOException {
    Result read = read(FILES.resolve("numbered.csv"), CsvFormat.DEFAULT);
    assertArrayEquals(table(), read.numbers, 0);
    assertEquals(List.of("0", "1", "2"), read.names);
    assertEquals(List.of("Unnamed: 0"), read.leftOut);
    assertArrayEquals(table(), read(FILES.resolve("numbered-columns.csv"), NAMES).numbers, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"decimal.csv", "decimal-quoted.csv"})
  void decimalCommasNeedAnOption(String name) throws IOException {
    assertFails("found '-0,25'", FILES.resolve(name), CsvFormat.DEFAULT);
    assertFails("--decimal , reads decimal commas", FILES.resolve(name), CsvFormat.DEFAULT);
    assertArrayEquals(table(), read(FILES.resolve(name), COMMAS).numbers, 0);
  }

  @Test
  void decimalPointsAreNoNumbersAmongDecimalCommas() throws IOException {
    assertFails(
        "expected a number with a decimal comma or an empty cell, found '-0.25'",
        FILES.resolve("semicolon.csv"),
        COMMAS);
    assertFails("expected 1 cells, as in the header, found 2", write("x\n1,5\n2,5\n"));
    assertFails("; --decimal , reads decimal commas", write("x\n1,5\n2,5\n"));
    assertArrayEquals(
        new double[] {1.5, 2.5}, read(write("x\n1,5\n2,5\n"), COMMAS).numbers, 0, "one column");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-header.csv",
        "no-header-missing.csv",
        "numbered-columns.csv",
        "savetxt.csv",
        "savetxt-comma.csv",
        "savetxt-one.csv",
        "savetxt-whole.csv"
      })
  void aFirstLineOfNumbersIsRefused(String name) {
    assertFails(
        "expected a line with the names of the columns, found numbers only",
        FILES.resolve(name),
        CsvFormat.DEFAULT);
    assertFails("--no-header reads it as a row", FILES.resolve(name), CsvFormat.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-header.csv", "savetxt.csv", "savetxt-comma.csv"})
  void withoutAHeaderColumnsAreNumbered(String name) throws IOException {
    Result read = read(FILES.resolve(name), ROWS);
    assertArrayEquals(table(), read.numbers, 0);
    assertEquals(List.of("c0", "c1", "c2"), read.names);
  }

  @Test
  void withoutAHeaderTheFirstLineIsARow() throws IOException {
    double[] missing = table();
    missing[0] = Double.NaN;
    assertArrayEquals(missing, read(FILES.resolve("no-header-missing.csv"), ROWS).numbers, 0);
    double[] whole = new double[21];
    Arrays.setAll(whole, i -> i);
    assertArrayEquals(whole, read(FILES.resolve("savetxt-whole.csv"), ROWS).numbers, 0);
    double[] last = {0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75};
    assertArrayEquals(last, read(FILES.resolve("savetxt-one.csv"), ROWS).numbers, 0);
    assertFails("found 'f0' (", FILES.resolve("plain.csv"), ROWS);
    assertFails("import files with a header in a separate run", FILES.resolve("plain.csv"), ROWS);
  }

  @Test
  void missingCellsAreMissing() throws IOException {
    double[] table = table();
    Arrays.fill(table, 0, 3, Double.NaN);
    Arrays.fill(table, 12, 15, Double.NaN);
    assertArrayEquals(table, read(FILES.resolve("missing.csv"), CsvFormat.DEFAULT).numbers, 0);
    assertArrayEquals(table, read(FILES.resolve("missing-na.csv"), CsvFormat.DEFAULT).numbers, 0);
    double[] last = {Double.NaN, 0.5, 0.75, 1, Double.NaN, 1.5, 1.75};
    Path one = FILES.resolve("one-column.csv");
    assertArrayEquals(last, read(one, CsvFormat.DEFAULT).numbers, 0, "pandas writes \"\"");
    String blank = Files.readString(one).replace("\"\"", "");
    assertArrayEquals(last, read(write(blank), CsvFormat.DEFAULT).numbers, 0, "empty lines");
    String crlf = blank.replace("\n", "\r\n");
    assertArrayEquals(last, read(write(crlf), CsvFormat.DEFAULT).numbers, 0, "CR LF");
    String open = blank.substring(0, blank.length() - 1);
    assertArrayEquals(last, read(write(open), CsvFormat.DEFAULT).numbers, 0, "no final newline");
  }

  @Test
  void booleansAndInfinitiesOfPandas() throws IOException {
    double[] table = table();
    double[] flags = {1, 0, 1, 1, 0, 0, 1};
    for (int i = 0; i < 7; i++) {
      table[3 * i] = flags[i];
    }
    assertArrayEquals(table, read(FILES.resolve("bool.csv"), CsvFormat.DEFAULT).numbers, 0);
    double[] infinite = table();
    infinite[0] = Double.POSITIVE_INFINITY;
    infinite[3] = Double.NEGATIVE_INFINITY;
    assertArrayEquals(infinite, read(FILES.resolve("infinite.csv"), CsvFormat.DEFAULT).numbers, 0);
  }

  @Test
  void anotherEncodingIsNamed() throws IOException {
    assertFails(
        "expected text in UTF-8, found UTF-16 (little endian)",
        FILES.resolve("utf-16.csv"),
        CsvFormat.DEFAULT);
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "gr\u00fcn\n1\n".getBytes(StandardCharsets.ISO_8859_1));
    assertFails("found: Invalid UTF-8", latin, CsvFormat.DEFAULT);
  }

  @Test
  void anIndexIsReadIfItIsNamed() throws IOException {
    double[] index = {0, 1, 2, 3, 4, 5, 6};
    Path twice = FILES.resolve("index-twice.csv");
    assertArrayEquals(index, read(twice, "Unnamed: 0", CsvFormat.DEFAULT).numbers, 0);
    assertArrayEquals(index, read(twice, "Unnamed: 0.1", CsvFormat.DEFAULT).numbers, 0);
    Path once = FILES.resolve("index.csv");
    assertArrayEquals(index, read(once, "Unnamed: 0", CsvFormat.DEFAULT).numbers, 0);
    assertArrayEquals(table(), read(once, "*", CsvFormat.DEFAULT).numbers, 0);
    assertEquals(List.of("Unnamed: 0"), read(once, "*", CsvFormat.DEFAULT).leftOut);
    assertEquals(List.of(), read(once, "f*", CsvFormat.DEFAULT).leftOut);
  }

  @ParameterizedTest
  @CsvSource({
    "1e400,a number within the range of a double",
    "-1e309,a number within the range of a double",
    "0x1p3,a number",
    "0x10,a number",
    "1d,a number",
    "1f,a number",
    "1_000,a number",
    "1e,a number",
    "'1 2',a number",
    "12%,a number",
    "\u22121,a number",
    "\u0661,a number"
  })
  void whatIsNoNumberIsRefused(String cell, String expected) throws IOException {
    Path file = write("a;b\n1;" + cell + "\n");
    assertFails("expected " + expected + " or an empty cell, found '" + cell + "'", file);
  }

  @Test
  void theDecimalCommaIsNotSuggestedForANumberWithoutOne() throws IOException {
    assertFails("row 1, line 2); choose columns after #", write("a;b\n1;1e400\n"));
    assertFails("row 1, line 2); --decimal , reads decimal commas", write("a;b\n1;1,5\n"));
  }

  @Test
  void idsOfTextFilesHaveNoMark() throws IOException {
    Path text = folder.resolve("ids.txt");
    Files.writeString(text, "\uFEFFa\r\nb\r\n");
    assertEquals(List.of("a", "b"), ids(text, null));
    Path csv = write("\uFEFFimage\na\nb\n");
    assertEquals(List.of("a", "b"), ids(csv, "image"));
    assertEquals(List.of("a", "b"), ids(csv, null));
    Path tab = write("\uFEFF\timage\n0\ta\n1\tb\n");
    assertEquals(List.of("a", "b"), ids(tab, null), "the index is no id");
    assertEquals(List.of(0L, 1L), ids(tab, "Unnamed: 0"));
    Files.write(text, "\uFEFFa\nb\n".getBytes(StandardCharsets.UTF_16BE));
    InputException error = assertThrows(InputException.class, () -> ids(text, null));
    assertTrue(error.getMessage().contains("UTF-16 (big endian)"), error.getMessage());
  }

  private record Result(List<String> names, double[] numbers, List<String> leftOut) {}

  private static Result read(Path file, CsvFormat format) throws IOException {
    return read(file, null, format);
  }

  private static Result read(Path file, String member, CsvFormat format) throws IOException {
    SourceFile source = new SourceFile(file.toString(), Files.size(file), member);
    List<double[]> read = new ArrayList<>();
    try (NumberRows rows =
        source.numbers(new Configuration(), new Reading(Set.of(), Set.of(), format))) {
      double[] block = new double[2 * rows.width()];
      for (int n = rows.read(block, 2); n > 0; n = rows.read(block, 2)) {
        read.add(Arrays.copyOf(block, n * rows.width()));
      }
      return new Result(
          rows.columns().stream().map(NumberColumn::name).toList(),
          read.stream().flatMapToDouble(Arrays::stream).toArray(),
          rows.leftOut().stream().map(LeftOut::column).toList());
    }
  }

  private static List<Object> ids(Path file, String column) throws IOException {
    SourceFile source = new SourceFile(file.toString(), Files.size(file), column);
    try (IdRows rows = source.ids(new Configuration(), CsvFormat.DEFAULT, Id.Form.DETECT)) {
      Stream.Builder<Object> ids = Stream.builder();
      for (Id id = rows.next(); id != null; id = rows.next()) {
        ids.add(id instanceof Id.Whole whole ? (Object) whole.value() : ((Id.Text) id).value());
      }
      return ids.build().toList();
    }
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("written.csv"), text);
  }

  private static void assertFails(String part, Path file) {
    assertFails(part, file, CsvFormat.DEFAULT);
  }

  private static void assertFails(String part, Path file, CsvFormat format) {
    InputException error = assertThrows(InputException.class, () -> read(file, format));
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }

  private static double[] table() {
    double[] table = new double[21];
    Arrays.setAll(table, k -> (k / 3 + 1) * (k % 3 - 1) / 4.0);
    return table;
  }
}
