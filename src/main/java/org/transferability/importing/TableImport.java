package org.transferability.importing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.importing.source.LeftOut;
import org.transferability.importing.source.NumberColumn;
import org.transferability.importing.source.NumberRows;
import org.transferability.importing.source.SourceFile;
import org.transferability.study.InputException;

/**
 * Copies the files of one table, in their natural order, into one folder of the output. Only blocks
 * of rows and the current row group of the output are in memory.
 */
public final class TableImport {
  private static final int BLOCK_NUMBERS = 1 << 18;
  private static final int BLOCK_ROWS = 1024;

  private final Configuration conf;
  private final ImportTable table;
  private final ImportFormat format;
  private final boolean checksums;
  private final Output output;
  private final LongConsumer progress;
  private final List<ImportManifest.Read> read = new ArrayList<>();
  private final Set<LeftOut> leftOut = new LinkedHashSet<>();
  private List<ImportManifest.Column> columns;
  private List<NumberColumn> firstNumbers;
  private List<NumberColumn> firstPredictions;
  private TableFiles files;
  private boolean wholeIds;
  private List<OutputColumn> layout;
  private String firstFile;
  private long rows;
  private long rowsWithMissing;
  private long told;

  /**
   * @param progress receives the number of bytes read
   */
  public TableImport(
      Configuration conf,
      ImportTable table,
      ImportFormat format,
      boolean checksums,
      Output output,
      LongConsumer progress) {
    this.conf = conf;
    this.table = table;
    this.format = format;
    this.checksums = checksums;
    this.output = output;
    this.progress = progress;
  }

  /** Opens a file below the output and creates its parent folders. */
  @FunctionalInterface
  public interface Output {
    OutputStream create(String path) throws IOException;
  }

  /**
   * Imports the table.
   *
   * @throws InputException if a file cannot be read, or files of the same rows disagree
   */
  public ImportManifest.Table run() throws IOException {
    try {
      for (int f = 0; f < table.main().size(); f++) {
        copy(f);
      }
      List<ImportManifest.Written> written = files.finish();
      return new ImportManifest.Table(
          table.kind(),
          table.source(),
          table.dataset(),
          rows,
          table.describeIds(),
          table.main().size() > 1 ? NaturalOrder.DESCRIPTION : null,
          columns,
          List.copyOf(leftOut),
          rowsWithMissing,
          read,
          written);
    } finally {
      if (files != null) {
        files.close();
      }
    }
  }

  private void copy(int index) throws IOException {
    SourceFile main = table.main().get(index);
    Optional<SourceFile> other = table.predictions(index);
    try (NumberRows numbers = main.numbers(conf, table.reading());
        NumberRows predictions =
            other.isPresent() ? other.get().numbers(conf, table.reading()) : null;
        IdRows ids = ids(index)) {
      List<OutputColumn> here = layout(numbers, predictions, main);
      Id first = ids == null ? new Id.Whole(rows) : ids.next();
      if (files == null) {
        begin(here, first, main);
        firstNumbers = numbers.columns();
        firstPredictions = predictions == null ? null : predictions.columns();
      } else {
        requireSame(here, first, main);
        requireSameColumns(firstNumbers, numbers.columns(), main);
        if (predictions != null) {
          requireSameColumns(firstPredictions, predictions.columns(), other.orElseThrow());
        }
      }
      leftOut.addAll(numbers.leftOut());
      told = 0;
      copyRows(index, numbers, predictions, ids, first);
      note(table.kind(), main, numbers.describe());
      if (predictions != null) {
        note("prediction", other.get(), predictions.describe());
      }
    }
    progress.accept(main.length() + other.map(SourceFile::length).orElse(0L) - told);
  }

  private void note(String role, SourceFile file, String description) throws IOException {
    read.add(
        new ImportManifest.Read(
            role,
            file.path(),
            file.member(),
            description,
            file.length(),
            checksums ? Checksums.of(conf, file.path()) : null));
  }

  private IdRows ids(int index) throws IOException {
    if (table.reading().idColumn() != null) {
      return table.main().get(index).ids(conf, table.reading());
    }
    return table.ids().isEmpty() ? null : table.ids().get(index).ids(conf, table.reading());
  }

  private List<OutputColumn> layout(NumberRows numbers, NumberRows predictions, SourceFile main) {
    List<OutputColumn> found = new ArrayList<>();
    if (table.kind().equals(ImportTable.TARGETS)) {
      TargetColumns targets =
          TargetColumns.of(
              targetNumbers(numbers), table.targetColumns(), table.targetRules(), main.path());
      for (int t = 0; t < targets.names().size(); t++) {
        int[] places = targets.places().get(t);
        found.add(
            new OutputColumn(
                targets.names().get(t),
                places,
                places.length == 1
                    ? OutputColumn.Form.OPTIONAL_NUMBER
                    : OutputColumn.Form.OPTIONAL_LIST,
                false));
      }
      return found;
    }
    found.add(
        new OutputColumn(
            "features",
            IntStream.range(0, numbers.width()).toArray(),
            format.encoding() == ImportFormat.Encoding.PACKED
                ? OutputColumn.Form.PACKED
                : OutputColumn.Form.LIST,
            format.narrow(numbers.fitsFloat())));
    if (predictions != null) {
      found.add(
          new OutputColumn(
              "prediction",
              IntStream.range(0, predictions.width()).toArray(),
              OutputColumn.Form.LIST,
              format.precision() == ImportFormat.Precision.FLOAT32
                  || (format.precision() == ImportFormat.Precision.KEEP
                      && predictions.fitsFloat())));
    }
    return found;
  }

  /** The columns of labels; names may be given if the file has none. */
  private List<NumberColumn> targetNumbers(NumberRows numbers) {
    return numbers.named() || table.targetColumns().isEmpty()
        ? numbers.columns()
        : List.of(new NumberColumn(null, numbers.width(), ""));
  }

  private void begin(List<OutputColumn> here, Id first, SourceFile main) {
    layout = here;
    wholeIds = !(first instanceof Id.Text);
    firstFile = main.path();
    columns =
        here.stream()
            .map(
                c ->
                    new ImportManifest.Column(
                        c.name(), c.places().length, c.narrow() ? "float32" : "float64"))
            .toList();
    files = new TableFiles(output, table.folder(), format, wholeIds, here);
  }

  private void requireSame(List<OutputColumn> here, Id first, SourceFile main) {
    String expected = describe(layout, wholeIds);
    String found = describe(here, first == null ? wholeIds : !(first instanceof Id.Text));
    if (!expected.equals(found)) {
      throw new InputException(
          "Cannot import %s: expected %s, as in %s, found %s"
              .formatted(main.path(), expected, firstFile, found));
    }
  }

  /** A position in a row is the same number in every file: by name, and in lists by shape. */
  private void requireSameColumns(
      List<NumberColumn> expected, List<NumberColumn> found, SourceFile file) {
    for (int c = 0; c < Math.min(expected.size(), found.size()); c++) {
      NumberColumn one = expected.get(c);
      NumberColumn other = found.get(c);
      if (one.name() != null && other.name() != null && !one.name().equals(other.name())) {
        throw new InputException(
            "Cannot import %s: expected column '%s' at position %d, as in %s, found '%s'; the files of a table must have the same columns in the same order"
                .formatted(file.path(), one.name(), c + 1, firstFile, other.name()));
      }
      if (!one.shape().equals(other.shape())) {
        throw new InputException(
            "Cannot import %s: expected rows of %s, as in %s, found %s"
                .formatted(file.path(), shown(one), firstFile, shown(other)));
      }
    }
  }

  private static String shown(NumberColumn column) {
    return column.shape().isEmpty() ? Integer.toString(column.width()) : column.shape();
  }

  private static String describe(List<OutputColumn> columns, boolean wholeIds) {
    return String.join(
            ", ",
            columns.stream()
                .map(
                    c ->
                        c.name()
                            + " ("
                            + c.places().length
                            + (c.narrow() ? " float32)" : " float64)"))
                .toList())
        + (wholeIds ? ", whole ids" : ", text ids");
  }

  private void copyRows(
      int index, NumberRows numbers, NumberRows predictions, IdRows ids, Id firstId)
      throws IOException {
    int width = numbers.width() + (predictions == null ? 0 : predictions.width());
    int most = Math.max(1, Math.min(BLOCK_ROWS, BLOCK_NUMBERS / Math.max(1, width)));
    double[] block = new double[Math.multiplyExact(most, numbers.width())];
    double[] other = predictions == null ? null : new double[most * predictions.width()];
    OutputRow row = new OutputRow(layout.size());
    Arrays.fill(row.blocks, block);
    if (predictions != null) {
      row.blocks[1] = other;
    }
    int numberBytes = numbers.fitsFloat() ? Float.BYTES : Double.BYTES;
    Id id = firstId;
    long inFile = 0;
    while (true) {
      int count = numbers.read(block, most);
      if (predictions != null) {
        int found = predictions.read(other, most);
        if (found != count) {
          throw unequal(
              index, table.predictions(index).orElseThrow(), inFile + Math.min(found, count));
        }
      }
      for (int r = 0; r < count; r++, inFile++, rows++) {
        if (id == null) {
          throw unequal(index, table.idFile(index), inFile);
        }
        row.id = id;
        Arrays.fill(row.offsets, r * numbers.width());
        if (predictions != null) {
          row.offsets[1] = r * predictions.width();
        }
        rowsWithMissing += hasMissing(block, r * numbers.width(), numbers.width()) ? 1 : 0;
        files.write(row);
        id = ids == null ? new Id.Whole(rows + 1) : ids.next();
      }
      tell(table.main().get(index), (long) count * numbers.width() * numberBytes);
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException();
      }
      if (count == 0) {
        break;
      }
    }
    if (ids != null && id != null) {
      throw unequal(index, table.idFile(index), inFile);
    }
  }

  /** Reports the approximate number of bytes read, never more than the length of the file. */
  private void tell(SourceFile file, long bytes) {
    long more = Math.min(bytes, file.length() - told);
    told += more;
    progress.accept(more);
  }

  private InputException unequal(int index, SourceFile other, long rowsInBoth) {
    return new InputException(
        "Cannot import %s and %s: expected as many rows in both, found only %d in both"
            .formatted(table.main().get(index).path(), other.path(), rowsInBoth));
  }

  private static boolean hasMissing(double[] block, int offset, int width) {
    for (int i = offset; i < offset + width; i++) {
      if (Double.isNaN(block[i])) {
        return true;
      }
    }
    return false;
  }
}
