package org.transferability.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.NumberColumn;
import org.transferability.importing.source.NumberRows;
import org.transferability.study.InputException;

/**
 * The columns that one file gives its table. All files of a table must give the same.
 *
 * @param columns as they are written
 * @param firstId the id of the first row, which determines the type of all ids; null if there is no
 *     row
 * @param numbers what a row of the file consists of
 * @param predictions the same of the file with predictions; empty if there is none
 * @param main path of the file
 * @param other path of the file with predictions, or null
 */
record TableLayout(
    List<OutputColumn> columns,
    Id firstId,
    List<NumberColumn> numbers,
    List<NumberColumn> predictions,
    String main,
    String other) {

  /** The layout of a file; predictions are null if there are none. */
  static TableLayout of(
      ImportTable table,
      ImportFormat format,
      int index,
      NumberRows numbers,
      NumberRows predictions,
      Id firstId) {
    String main = table.main().get(index).path();
    return new TableLayout(
        table.isTargets() ? targets(table, numbers, main) : features(format, numbers, predictions),
        firstId,
        numbers.columns(),
        predictions == null ? List.of() : predictions.columns(),
        main,
        table.predictions(index).map(SourceFile::path).orElse(null));
  }

  private static List<OutputColumn> targets(ImportTable table, NumberRows numbers, String file) {
    // names may be given if the file has none
    List<NumberColumn> columns =
        numbers.named() || table.patterns().targetColumns().isEmpty()
            ? numbers.columns()
            : List.of(new NumberColumn(null, numbers.width(), ""));
    TargetColumns targets =
        TargetColumns.of(
            columns, table.patterns().targetColumns(), table.patterns().targetRules(), file);
    List<OutputColumn> found = new ArrayList<>();
    for (int t = 0; t < targets.names().size(); t++) {
      int[] places = targets.places().get(t);
      OutputColumn.Form form =
          places.length == 1 ? OutputColumn.Form.OPTIONAL_NUMBER : OutputColumn.Form.OPTIONAL_LIST;
      found.add(new OutputColumn(targets.names().get(t), places, form, false));
    }
    return found;
  }

  private static List<OutputColumn> features(
      ImportFormat format, NumberRows numbers, NumberRows predictions) {
    List<OutputColumn> found = new ArrayList<>();
    boolean packed = format.encoding() == ImportFormat.Encoding.PACKED;
    found.add(
        new OutputColumn(
            "features",
            IntStream.range(0, numbers.width()).toArray(),
            packed ? OutputColumn.Form.PACKED : OutputColumn.Form.LIST,
            packed || format.narrow(numbers.fitsFloat())));
    if (predictions != null) {
      found.add(
          new OutputColumn(
              "prediction",
              IntStream.range(0, predictions.width()).toArray(),
              OutputColumn.Form.LIST,
              format.narrow(predictions.fitsFloat())));
    }
    return found;
  }

  boolean wholeIds() {
    return !(firstId instanceof Id.Text);
  }

  /** For the manifest. */
  List<ImportManifest.Column> described() {
    return columns.stream()
        .map(c -> new ImportManifest.Column(c.name(), c.places().length, c.typeName()))
        .toList();
  }

  /**
   * @param joined the end of a message: which files are joined
   * @throws InputException if another file of the table has other columns
   */
  void requireSame(TableLayout found, String joined) {
    boolean foundWhole = found.firstId == null ? wholeIds() : found.wholeIds();
    if (!describe(wholeIds()).equals(found.describe(foundWhole))) {
      throw new InputException(
          "Cannot import %s: expected %s, as in %s, found %s%s"
              .formatted(
                  found.main, describe(wholeIds()), main, found.describe(foundWhole), joined));
    }
    requireSame(numbers, found.numbers, found.main, joined);
    requireSame(predictions, found.predictions, found.other, joined);
  }

  /** A position in a row is the same number in every file: by name, and in lists by shape. */
  private void requireSame(
      List<NumberColumn> expected, List<NumberColumn> found, String file, String joined) {
    for (int c = 0; c < Math.min(expected.size(), found.size()); c++) {
      NumberColumn one = expected.get(c);
      NumberColumn two = found.get(c);
      if (one.name() != null && two.name() != null && !one.name().equals(two.name())) {
        throw new InputException(
            "Cannot import %s: expected column '%s' at position %d, as in %s, found '%s'; the files of a table must have the same columns in the same order%s"
                .formatted(file, one.name(), c + 1, main, two.name(), joined));
      }
      if (!one.shape().equals(two.shape())) {
        throw new InputException(
            "Cannot import %s: expected rows of %s, as in %s, found %s%s"
                .formatted(file, shown(one), main, shown(two), joined));
      }
    }
  }

  private static String shown(NumberColumn column) {
    return column.shape().isEmpty() ? Integer.toString(column.width()) : column.shape();
  }

  private String describe(boolean wholeIds) {
    List<String> texts =
        columns.stream()
            .map(c -> "%s (%d %s)".formatted(c.name(), c.places().length, c.typeName()))
            .toList();
    return String.join(", ", texts) + (wholeIds ? ", whole ids" : ", text ids");
  }
}
