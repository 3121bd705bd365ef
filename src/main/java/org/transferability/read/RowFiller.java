package org.transferability.read;

import org.apache.parquet.column.page.PageReadStore;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdStore;
import org.transferability.read.page.Decoding;
import org.transferability.read.page.RowProblem;
import org.transferability.study.InputException;

/**
 * Fills blocks from one row group: ids first (errors name them), then features, predictions and
 * labels; then drops the rows that cannot be used.
 */
final class RowFiller {
  /** Number of values decoded before they are checked, so that they are still in the cache. */
  private static final int BATCH_VALUES = 1 << 15;

  /**
   * Number of label columns that are read before their numbers are written to the rows of the
   * block, where they fill a cache line: a single column would touch a line of each row for one
   * number.
   */
  private static final int SIDE_BY_SIDE = 8;

  private static final String DROP = "; --invalid-rows drop of jobs/score excludes such rows";

  private final RowColumns columns;
  private final int outputs;
  private final MissingFeatures missing;
  private final RowChoice choice; // null: all rows
  private final long rows;
  private final Decoding decoding;
  private final PageReadStore store;
  private long done;
  private long featuresRow;
  private long predictionRow;

  /** The position of the ids of the current batch: that of row {@code done} is at {@code idsAt}. */
  private IdStore ids;

  private int idsAt;

  /** Of the current batch: which rows are chosen, how many, and the sum of hashes of their ids. */
  private boolean[] isChosen = new boolean[0];

  private int chosen;
  private long idSum;
  private double[] side = new double[0];

  /**
   * A row group that has been fetched.
   *
   * @param choice which of its rows are kept, or null: all
   * @param firstRow number in the file of its first row
   */
  RowFiller(
      RowColumns columns,
      int outputs,
      MissingFeatures missing,
      RowChoice choice,
      String file,
      long firstRow,
      PageReadStore store) {
    this.columns = columns;
    this.outputs = outputs;
    this.missing = missing;
    this.choice = choice;
    this.store = store;
    this.rows = store.getRowCount();
    this.ids = new IdStore(columns.id == null ? IdKind.NONE : columns.id.kind());
    this.decoding = new Decoding(file, firstRow, this::idOf);
    decoding.step(() -> start(store));
  }

  private boolean start(PageReadStore store) {
    if (columns.id != null) {
      decoding.column(columns.id.name());
      columns.id.start(store);
    }
    if (columns.fold != null) {
      decoding.column(columns.fold.name());
      columns.fold.start(store);
    }
    for (RowColumns.Named column : columns.vectors()) {
      decoding.column(column.name());
      column.values().start(store);
    }
    return true;
  }

  /** Rows decoded at a time. */
  int batch() {
    int width = columns.features == null ? 1 : columns.features.values().width();
    return Math.max(1, BATCH_VALUES / Math.max(1, width));
  }

  /** Rows that are chosen by their numbers; all if not. */
  long chosenRows() {
    return choice instanceof RowChoice.Runs runs
        ? runs.within(decoding.firstRow(), decoding.firstRow() + rows).rows()
        : rows;
  }

  /** Rows of the last batch that are chosen. */
  int chosen() {
    return chosen;
  }

  /** The sum of hashes of the ids of the last batch's chosen rows; 0 if all are chosen. */
  long idSum() {
    return idSum;
  }

  long rowsLeft() {
    return rows - done;
  }

  /** Whether features and predictions have a row in this group that determines their widths. */
  boolean findWidths() {
    return decoding.step(
        () -> {
          featuresRow = findWidth(columns.features);
          predictionRow = findWidth(columns.prediction);
          return featuresRow >= 0 && predictionRow >= 0;
        });
  }

  private long findWidth(RowColumns.Named column) {
    if (column == null) {
      return 0;
    }
    decoding.column(column.name());
    long row = column.values().findWidth();
    if (row < 0 && missing == MissingFeatures.ERROR) {
      throw new RowProblem(0, "a value", "null", DROP);
    }
    return row;
  }

  /** The error for a width of the features that differs from another file. */
  InputException otherFeatures(int expected, String other) {
    return otherWidth(columns.features, featuresRow, expected, other);
  }

  /** The error for a width of the predictions that differs from another file. */
  InputException otherPrediction(int expected, String other) {
    return otherWidth(columns.prediction, predictionRow, expected, other);
  }

  private InputException otherWidth(RowColumns.Named column, long row, int expected, String other) {
    decoding.column(column.name());
    return decoding.located(
        new RowProblem(
            row, expected + " values as in " + other, String.valueOf(column.values().width())));
  }

  /** Reads n rows; returns how many of the chosen ones were kept. */
  int fill(RowBlock block, int n) {
    return decoding.step(
        () -> {
          int at = block.rows();
          boolean clean = read(block, at, n);
          block.added(n);
          int kept = clean && chosen == n ? n : drop(block, at, n);
          done += n;
          return kept;
        });
  }

  /** Writes n rows after the last one; returns whether all can be used. */
  private boolean read(RowBlock block, int at, int n) {
    ids = block.ids();
    idsAt = at;
    if (columns.id != null) {
      decoding.column(columns.id.name());
      columns.id.read(n, ids);
    }
    if (columns.fold != null) {
      decoding.column(columns.fold.name());
      columns.fold.read(n, block.foldKeys());
    }
    for (int i = 0; i < n; i++) {
      block.rowInFile()[at + i] = decoding.firstRow() + done + i;
    }
    choose(block, at, n);
    boolean clean = vectors(columns.features, block.features(), at, n);
    clean &= vectors(columns.prediction, block.predictions(), at, n);
    labels(block.labels(), at * outputs, n);
    return clean;
  }

  /** Finds out which of n rows are chosen. */
  private void choose(RowBlock block, int at, int n) {
    chosen = n;
    idSum = 0;
    if (choice == null) {
      return;
    }
    if (isChosen.length < n) {
      isChosen = new boolean[n];
    }
    chosen = 0;
    for (int i = 0; i < n; i++) {
      isChosen[i] =
          choice instanceof RowChoice.ByHash byHash
              ? byHash.has(ids, at + i)
              : ((RowChoice.Runs) choice).has(block.rowInFile()[at + i]);
      if (isChosen[i]) {
        chosen++;
        idSum += columns.id == null ? 0 : ids.hash(at + i, 0);
      }
    }
  }

  private boolean isChosen(int row) {
    return choice == null || isChosen[row];
  }

  /** Reads n rows of all label columns, the first row to {@code offset}. */
  private void labels(double[] rows, int offset, int n) {
    int output = 0;
    int column = 0;
    while (column < columns.labels.size()) {
      int numbers = outputs < SIDE_BY_SIDE ? 0 : numbersFrom(column);
      if (numbers > 1) {
        sideBySide(column, numbers, rows, offset + output, n);
        output += numbers;
        column += numbers;
      } else {
        VectorColumn values = label(column);
        values.readLabels(n, rows, offset + output, outputs, done);
        output += values.width();
        column++;
      }
    }
  }

  /** The number of columns from this one on with one number a row, up to the limit of a batch. */
  private int numbersFrom(int column) {
    int end = Math.min(columns.labels.size(), column + SIDE_BY_SIDE);
    int next = column;
    while (next < end && columns.labels.get(next).values().width() == 1) {
      next++;
    }
    return next - column;
  }

  /** Reads columns of one number each one after the other, then writes them row by row. */
  private void sideBySide(int column, int numbers, double[] rows, int offset, int n) {
    if (side.length < SIDE_BY_SIDE * n) {
      side = new double[SIDE_BY_SIDE * n];
    }
    for (int k = 0; k < numbers; k++) {
      label(column + k).readLabels(n, side, k * n, 1, done);
    }
    for (int r = 0, at = offset; r < n; r++, at += outputs) {
      for (int k = 0; k < numbers; k++) {
        rows[at + k] = side[k * n + r];
      }
    }
  }

  private VectorColumn label(int column) {
    decoding.column(columns.labels.get(column).name());
    return columns.labels.get(column).values();
  }

  /** Reads vectors that must be finite; returns whether all are. */
  private boolean vectors(RowColumns.Named column, double[] values, int at, int n) {
    if (column == null) {
      return true;
    }
    decoding.column(column.name());
    int width = column.values().width();
    column.values().read(n, values, at * width, width);
    if (column.values().isFinite() || Finite.all(values, at * width, (at + n) * width)) {
      return true;
    }
    for (int i = 0; i < n; i++) {
      if (isChosen(i)) {
        refuse(values, (at + i) * width, width, column.values().status(i), done + i);
      }
    }
    return false;
  }

  /** Throws an error if an invalid row is not allowed; otherwise it is dropped later. */
  private void refuse(double[] values, int from, int width, byte status, long row) {
    int bad = Finite.firstBad(values, from, from + width);
    if (bad < 0
        || missing == MissingFeatures.DROP_ROW
        || (missing == MissingFeatures.SKIP_NULL
            && !Finite.anyInfinite(values, from, from + width))) {
      return;
    }
    if (status == RowValues.NULL) {
      throw new RowProblem(row, "a value", "null", DROP);
    }
    boolean isNull = status == RowValues.NULL_ELEMENT && Double.isNaN(values[bad]);
    throw new RowProblem(
        row,
        "finite numbers",
        (isNull ? "null" : Double.toString(values[bad])) + " at index " + (bad - from),
        missing == MissingFeatures.ERROR ? DROP : "");
  }

  private int drop(RowBlock block, int at, int n) {
    int kept = 0;
    for (int i = 0; i < n; i++) {
      if (isChosen(i)
          && finite(block.features(), at + i, block.width())
          && finite(block.predictions(), at + i, block.predictionWidth())) {
        block.moveRow(at + i, at + kept);
        kept++;
      }
    }
    block.truncate(at + kept);
    return kept;
  }

  private static boolean finite(double[] values, int row, int width) {
    return Finite.all(values, row * width, (row + 1) * width);
  }

  /** Checks that no column has more rows than the group. */
  void finish() {
    decoding.step(
        () -> {
          if (columns.id != null) {
            decoding.column(columns.id.name());
            columns.id.finish();
          }
          if (columns.fold != null) {
            decoding.column(columns.fold.name());
            columns.fold.finish();
          }
          for (RowColumns.Named column : columns.vectors()) {
            decoding.column(column.name());
            column.values().finish();
          }
          return true;
        });
  }

  /** Releases the pages. Nothing can be read afterwards. */
  void close() {
    store.close();
  }

  private String idOf(long rowInGroup) {
    long index = idsAt + rowInGroup - done;
    if (columns.id == null || rowInGroup < done) {
      return "";
    }
    if (index >= ids.rows()) {
      // The row was read before its id. Nothing else will be read from here.
      columns.id.read((int) (index + 1 - ids.rows()), ids);
    }
    return ids.text((int) index);
  }
}
