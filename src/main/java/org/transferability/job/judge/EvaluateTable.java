package org.transferability.job.judge;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.transferability.evaluate.Pair;
import org.transferability.read.table.SmallTable;
import org.transferability.read.table.TableColumn;
import org.transferability.read.table.TableRow;
import org.transferability.report.RunRecord;
import org.transferability.study.InputException;
import org.transferability.study.NumberText;

/**
 * A table with a row for each pair and kind; cells as names and numbers. Errors name the file, row
 * and column of a cell.
 */
final class EvaluateTable {
  private final List<String> columns;
  private final SmallTable table;

  /** Where each key was met first. */
  private final Map<List<Object>, TableRow> seen = new HashMap<>();

  private EvaluateTable(List<TableColumn> columns, SmallTable table) {
    this.table = table;
    this.columns = columns.stream().map(TableColumn::name).toList();
  }

  static EvaluateTable read(Configuration conf, String path, List<TableColumn> columns)
      throws IOException {
    EvaluateTable read = new EvaluateTable(columns, SmallTable.read(conf, path, columns));
    if (read.rows().isEmpty()) {
      throw new InputException(
          "Cannot evaluate: expected a table with rows, found none (" + path + ")");
    }
    return read;
  }

  List<TableRow> rows() {
    return table.rows();
  }

  String name(TableRow row, String column) {
    return name(row, columns.indexOf(column));
  }

  private String name(TableRow row, int place) {
    if (row.cell(place).isBlank()) {
      throw wrong(row, place, "a name");
    }
    return row.cell(place);
  }

  /** The text of a cell; empty if it has none. */
  String text(TableRow row, String column) {
    return row.cell(columns.indexOf(column));
  }

  /** A number as Java or Python writes it; NaN for an empty cell. */
  double number(TableRow row, String column) {
    int place = columns.indexOf(column);
    String text = row.cell(place).strip();
    if (NumberText.isDecimal(text, '.')) {
      double value = Double.parseDouble(text);
      if (Double.isInfinite(value)) {
        throw wrong(row, place, "a number within the range of a double");
      }
      return value;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "", "nan" -> Double.NaN;
      case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw wrong(row, place, "a number");
    };
  }

  /** A row for this pair and kind must be the first one. */
  void requireFirst(TableRow row, Pair pair, String kind) {
    TableRow first = seen.putIfAbsent(List.of(pair, kind), row);
    if (first != null) {
      throw new InputException(
          "Cannot evaluate: expected one row for each pair, found two for %s, %s (%s and %s)"
              .formatted(
                  pair,
                  kind,
                  row.where(),
                  first.file().equals(row.file()) ? first.place() : first.where()));
    }
  }

  RunRecord.Input input(String kind) {
    return RunRecord.Input.table(kind, null, table.files(), table.bytes(), table.rows().size());
  }

  private InputException wrong(TableRow row, int place, String expected) {
    String cell = row.cell(place);
    return new InputException(
        "Cannot read table: expected %s, found %s (%s, column %s)"
            .formatted(
                expected,
                cell.isEmpty() ? "an empty cell" : "'" + cell + "'",
                row.where(),
                columns.get(place)));
  }
}
