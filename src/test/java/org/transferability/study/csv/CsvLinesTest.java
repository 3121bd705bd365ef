package org.transferability.study.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.study.InputException;
import org.transferability.study.csv.CsvFormat.Header;

final class CsvLinesTest {
  private static final CsvFormat ROWS = new CsvFormat(Header.NONE, CsvFormat.DETECT, '.', true);

  @Test
  void rfc4180() throws IOException {
    assertEquals("[a, b][1, 2]", read("a,b\r\n1,2\r\n"));
    assertEquals("[a, b][1, 2]", read("a,b\r1,2"));
    assertEquals("[a,\"x\ny, b][1, 2\n]", read("\"a,\"\"x\ny\",b\n1,\"2\n\"\n"));
    assertEquals("[a, b][, ][ 1,  2 ]", read("a,b\n,\n 1, 2 \n"));
  }

  @Test
  void blanksAroundNamesAreIgnored() throws IOException {
    assertEquals("[a, b, c d][1, 2, 3]", read(" a, b ,\tc d\n1,2,3\n"));
    assertEquals("[f0, f1][1, 2]", read("# f0,f1\n1,2\n"));
    assertEquals("[#id, f1][1, 2]", read("#id,f1\n1,2\n"));
  }

  @Test
  void blankLinesAreRowsOfOneColumnOnly() throws IOException {
    assertEquals("[a, b][1, 2][3, 4]", read("\na,b\n\n1,2\n  \n3,4\n\n\n"));
    assertEquals("[a][1][][2]", read("a\n1\n\n2\n"));
    assertEquals("[a][1][][2][]", read("a\n1\n\"\"\n2\n\"\"\n"));
    assertEquals("[a][][1]", read("\n\na\n\n1"));
    assertEquals("[a][1][]", read("a\r\n1\r\n\r\n"));
    assertEquals("[a]", read("a\n"));
    assertEquals("[c0][][1][]", read("\n1\n\n", ROWS));
    assertEquals("[c0, c1][1, 2]", read("\n1,2\n\n", ROWS));
  }

  @Test
  void aByteOrderMarkIsNoPartOfAName() throws IOException {
    assertEquals("[a, b][1, 2]", read("\uFEFFa,b\n1,2\n"));
    assertEquals("[a, b][1, 2]", read("\uFEFF\"a\",b\n1,2\n"));
    assertEquals("[a, b][1, 2]", read("\uFEFF\uFEFFa,b\n1,2\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE,UTF-16 (little endian)",
    "UTF-16BE,UTF-16 (big endian)",
    "UTF-32LE,UTF-32 (little endian)",
    "UTF-32BE,UTF-32 (big endian)"
  })
  void anotherEncodingIsNamed(String encoding, String name) {
    byte[] bytes = "\uFEFFa,b\n1,2\n".getBytes(Charset.forName(encoding));
    InputException error = assertThrows(InputException.class, () -> read(bytes, CsvFormat.PLAIN));
    assertEquals(
        "Cannot read t.csv: expected text in UTF-8, found " + name + "; save it as UTF-8",
        error.getMessage());
  }

  @Test
  void anotherEncodingWithoutAMarkIsNoText() {
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      byte[] bytes = "a,b\n1,2\n".getBytes(charset);
      InputException error = assertThrows(InputException.class, () -> read(bytes, CsvFormat.PLAIN));
      assertTrue(error.getMessage().contains("a zero byte, as in UTF-16"), error.getMessage());
    }
    byte[] latin = "a,\u00e4\n1,2\n".getBytes(StandardCharsets.ISO_8859_1);
    InputException error = assertThrows(InputException.class, () -> read(latin, CsvFormat.PLAIN));
    assertTrue(error.getMessage().contains("found: Invalid UTF-8"), error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void separatorsAreDetected(String separator) throws IOException {
    String text = "a,b,c\n1,2,3\n4,,6\n".replace(",", separator);
    assertEquals("[a, b, c][1, 2, 3][4, , 6]", read(text));
    assertEquals("[a, b, c][1, 2, 3][4, , 6]", read(text.replace("\n", "\r\n")));
    String quoted = "a@\"b;,|\tx\"@c\n1@\"y;,|\tz\"@3\n".replace("@", separator);
    assertEquals("[a, b;,|\tx, c][1, y;,|\tz, 3]", read(quoted));
  }

  @Test
  void charactersInNamesOrCellsAreNotSeparators() throws IOException {
    assertEquals("[a;b, c][1, 2]", read("a;b,c\n1,2\n"));
    assertEquals("[x|y][1][2]", read("x|y\n1\n2\n"));
    assertEquals("[a, b][1;2, 3][4;5, 6]", read("a,b\n1;2,3\n4;5,6\n"));
    assertEquals("[my label][1]", read("my label\n1\n"));
    assertEquals("[a b][x y][z]", read("a b\nx y\nz\n"));
  }

  @Test
  void blanksSeparateNumbers() throws IOException {
    assertEquals("[a, b][1, -2e3][nan, 4]", read("a b\n1 -2e3\nnan   4\n"));
    assertEquals("[c0, c1][1, 2][3, 4]", read("  1  2\n  3  4\n", ROWS));
    CsvFormat space = new CsvFormat(Header.DETECT, ' ', '.', true);
    assertEquals("[id, x][img1, 2]", read("id x\nimg1 2\n", space));
  }

  @Test
  void twoPossibleSeparatorsAreRefused() throws IOException {
    assertFails("found ',' and ';' equally often in every line", "1,5;2,5\n3,5;4,5\n", ROWS);
    assertFails("; choose one with --separator", "1,5;2,5\n3,5;4,5\n", ROWS);
    CsvFormat commas = new CsvFormat(Header.NONE, CsvFormat.DETECT, ',', true);
    assertEquals("[c0, c1][1,5, 2,5]", read("1,5;2,5\n", commas));
    assertEquals("[c0][1,5][2,5]", read("1,5\n2,5\n", commas));
    CsvFormat given = new CsvFormat(Header.NONE, ',', '.', true);
    assertEquals("[c0, c1, c2][1, 5;2, 5]", read("1,5;2,5\n", given));
  }

  @Test
  void excelsLineAboutTheSeparatorIsNoRow() throws IOException {
    assertEquals("[a, b][1, 2]", read("\uFEFFsep=;\r\na;b\r\n1;2\r\n"));
    assertFails("line 3", "sep=;\na;b\n1;2;3\n", CsvFormat.PLAIN);
  }

  @Test
  void numbersAreNoNames() throws IOException {
    for (String text :
        List.of("1,2\n3,4\n", "-1.5e-3\n2\n", ",1.5\n2,3\n", "nan;1\n2;3\n", "True,1\n", "1,5\n")) {
      assertFails("found numbers only", text, CsvFormat.PLAIN);
      assertFails("--no-header reads it as a row, --header as names", text, CsvFormat.DEFAULT);
    }
    CsvFormat names = new CsvFormat(Header.NAMES, CsvFormat.DETECT, '.', true);
    assertEquals("[2023, 2024][1, 2]", read("2023,2024\n1,2\n", names));
    assertEquals("[a, 2024][1, 2]", read("a,2024\n1,2\n"));
    assertEquals("[, 0, 1][0, 5, 6][1, 7, 8]", read(",0,1\n0,5,6\n1,7,8\n"));
    assertFails("found numbers only", ",0,1\n2,5,6\n3,7,8\n", CsvFormat.PLAIN);
  }

  @Test
  void raggedRowsAreRefused() {
    assertFails(
        "expected 2 cells, as in the header, found 3 (t.csv, row 2, line 4)",
        "a,b\n1,2\n\n1,2,3\n",
        CsvFormat.PLAIN);
    assertFails("expected 2 cells, as in the header, found 1", "a,b\n1\n", CsvFormat.PLAIN);
    assertFails("expected 2 cells, as in the first row, found 3", "1,2\n1,2,3\n", ROWS);
    assertFails("--decimal , reads decimal commas", "a,b\n1,5,2,5\n", CsvFormat.DEFAULT);
    assertFails("expected RFC 4180", "a,b\n1,\"2\n", CsvFormat.PLAIN);
  }

  @Test
  void namesDifferUnlessThereAreNone() throws IOException {
    assertFails("expected each column once, found 'a' twice", "a,b, a\n1,2,3\n", CsvFormat.PLAIN);
    assertEquals("[, , a][1, 2, 3]", read(",,a\n1,2,3\n"));
  }

  @Test
  void wideFilesAreReadBeyondTheSample() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20000; i++) {
      text.append(i == 0 ? "f" : ";f").append(i);
    }
    String header = text.toString();
    text.append('\n').append(header.replace("f", "")).append('\n');
    try (CsvLines lines = open(text.toString().getBytes(StandardCharsets.UTF_8), CsvFormat.PLAIN)) {
      assertEquals(20000, lines.names().size());
      assertEquals("19999", lines.next()[19999]);
    }
  }

  @Test
  void anEmptyFileIsRefused() {
    assertFails("found an empty file", "", CsvFormat.PLAIN);
    assertFails("found an empty file", "\uFEFF\n\n", CsvFormat.PLAIN);
    assertFails("found an empty file", "\n", ROWS);
  }

  private static CsvLines open(byte[] bytes, CsvFormat format) throws IOException {
    return CsvLines.open(new ByteArrayInputStream(bytes), "t.csv", format);
  }

  private static String read(String text) throws IOException {
    return read(text, CsvFormat.PLAIN);
  }

  private static String read(String text, CsvFormat format) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8), format);
  }

  private static String read(byte[] bytes, CsvFormat format) throws IOException {
    try (CsvLines lines = open(bytes, format)) {
      List<String> rows = new ArrayList<>();
      rows.add(lines.names().toString());
      for (String[] row = lines.next(); row != null; row = lines.next()) {
        rows.add(Arrays.toString(row));
      }
      return String.join("", rows);
    }
  }

  private static void assertFails(String part, String text, CsvFormat format) {
    InputException error = assertThrows(InputException.class, () -> read(text, format));
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }
}
