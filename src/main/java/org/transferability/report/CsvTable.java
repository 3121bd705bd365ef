package org.transferability.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the tables of an output: RFC 4180, UTF-8, a header line, numbers with all their digits.
 */
public final class CsvTable {
  private static final String LINE_END = "\r\n";

  private final Writer writer;

  private CsvTable(OutputStream out) {
    this.writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /** Begins a table with its header; the caller closes the stream. */
  public static CsvTable begin(OutputStream out, List<String> columns) throws IOException {
    CsvTable table = new CsvTable(out);
    table.write(columns);
    return table;
  }

  /** Writes a row, each cell as text. */
  public void write(List<?> cells) throws IOException {
    writer.write(
        cells.stream()
            .map(cell -> quoted(cell.toString()))
            .collect(Collectors.joining(",", "", LINE_END)));
  }

  /** Passes on what has been written. */
  public void flush() throws IOException {
    writer.flush();
  }

  private static String quoted(String field) {
    boolean needed = field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return needed ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
