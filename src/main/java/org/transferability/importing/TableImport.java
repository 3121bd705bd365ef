package org.transferability.importing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.importing.source.LeftOut;
import org.transferability.importing.source.NumberRows;
import org.transferability.study.InputException;

/**
 * Copies the files of one table, in their natural order, into one folder of the output, or into one
 * for each dataset of a column. Only blocks of rows and the current row groups of the output are in
 * memory.
 */
public final class TableImport {
  private static final int BLOCK_NUMBERS = 1 << 18;
  private static final int BLOCK_ROWS = 1024;

  /** Names of datasets that a message lists. */
  private static final int MOST_NAMES = 8;

  private final Configuration conf;
  private final ImportTable table;
  private final Settings settings;
  private final Output output;
  private final LongConsumer progress;
  private final List<ImportManifest.Read> read = new ArrayList<>();
  private final Set<LeftOut> leftOut = new LinkedHashSet<>();
  private final Map<String, Rows> datasets = new TreeMap<>();
  private TableLayout layout; // of the first file; null before it
  private final Set<String> otherDatasets = new LinkedHashSet<>(); // some, for messages
  private long rowsOfOthers;
  private long told;

  /**
   * What all tables of an import have in common.
   *
   * @param form of the Parquet files that are written
   * @param ids text if the ids of some table are text
   * @param checksums whether the files that are read are digested
   * @param folders those of all tables, and a file that each comes from
   */
  public record Settings(
      ImportFormat form, Id.Form ids, boolean checksums, ConcurrentMap<String, String> folders) {}

  /**
   * @param progress receives the number of bytes read
   */
  public TableImport(
      Configuration conf,
      ImportTable table,
      Settings settings,
      Output output,
      LongConsumer progress) {
    this.conf = conf;
    this.table = table;
    this.settings = settings;
    this.output = output;
    this.progress = progress;
  }

  /** Opens a file below the output and creates its parent folders. */
  @FunctionalInterface
  public interface Output {
    OutputStream create(String path) throws IOException;
  }

  /** The rows of one dataset. */
  private static final class Rows {
    private final TableFiles files;
    private long count;
    private long withMissing;

    Rows(TableFiles files) {
      this.files = files;
    }
  }

  /**
   * The form of the ids of a table, by its first id: text, or a number that is written as text only
   * if another table has text.
   */
  public static Id.Form idForm(Configuration conf, ImportTable table) throws IOException {
    if (table.ids().isEmpty()) {
      return Id.Form.DETECT;
    }
    try (IdRows ids = table.ids().get(0).ids(conf, table.patterns().csv(), Id.Form.DETECT)) {
      return ids.next() instanceof Id.Text ? Id.Form.TEXT : Id.Form.DETECT;
    }
  }

  /**
   * Imports the table.
   *
   * @return the tables that were written, by dataset
   * @throws InputException if a file cannot be read, or files of the same rows disagree
   */
  public List<ImportManifest.Table> run() throws IOException {
    boolean done = false;
    try {
      for (int f = 0; f < table.main().size(); f++) {
        copy(f);
      }
      requireRows();
      List<ImportManifest.Table> written = new ArrayList<>();
      for (Map.Entry<String, Rows> rows : datasets.entrySet()) {
        written.add(manifest(rows.getKey(), rows.getValue()));
      }
      done = true;
      return written;
    } finally {
      for (Rows rows : datasets.values()) {
        if (done) {
          rows.files.close();
        } else {
          rows.files.abandon();
        }
      }
    }
  }

  /** Omitting all rows is a mistake in the name. */
  private void requireRows() {
    if (rowsOfOthers > 0 && datasets.isEmpty()) {
      throw new InputException(
          "Cannot import %s: expected rows of dataset '%s' (--dataset) in column '%s', found %s%s; if the column does not name datasets, put {dataset=%s} into the pattern of --%s and choose columns after #"
              .formatted(
                  table.main().get(0).path(),
                  table.dataset(),
                  table.datasetColumn(),
                  String.join(", ", otherDatasets),
                  otherDatasets.size() == MOST_NAMES ? ", ..." : "",
                  table.dataset(),
                  table.kind()));
    }
  }

  private ImportManifest.Table manifest(String dataset, Rows rows) throws IOException {
    List<ImportManifest.Written> written = rows.files.finish();
    return new ImportManifest.Table(
        table.kind(),
        table.source(),
        dataset,
        rows.count,
        table.describeIds(),
        table.main().size() > 1 ? NaturalOrder.DESCRIPTION : null,
        layout.described(),
        List.copyOf(leftOut),
        rows.withMissing,
        rowsOfOthers,
        read,
        written);
  }

  private void copy(int index) throws IOException {
    SourceFile main = table.main().get(index);
    Optional<SourceFile> other = table.predictions(index);
    try (NumberRows numbers = numbers(main);
        NumberRows predictions =
            other.isPresent() ? other.get().numbers(conf, table.reading()) : null;
        IdRows ids = ids(index);
        IdRows names = names(main)) {
      Id first = ids == null ? new Id.Whole(0) : written(ids.next());
      TableLayout here = TableLayout.of(table, settings.form(), index, numbers, predictions, first);
      if (layout == null) {
        layout = here;
      } else {
        layout.requireSame(here, ImportTable.joined(table.source(), table.main().size()));
      }
      leftOut.addAll(numbers.leftOut());
      told = 0;
      copyRows(index, numbers, predictions, ids, first, names);
      note(table.kind(), main, numbers.describe());
      if (predictions != null) {
        note("prediction", other.get(), predictions.describe());
      }
    }
    progress.accept(main.length() + other.map(SourceFile::length).orElse(0L) - told);
  }

  private NumberRows numbers(SourceFile file) throws IOException {
    return table.isTargets()
        ? file.labels(conf, table.reading())
        : file.numbers(conf, table.reading());
  }

  private void note(String role, SourceFile file, String description) throws IOException {
    read.add(
        new ImportManifest.Read(
            role,
            file.path(),
            file.member(),
            description,
            file.length(),
            settings.checksums() ? file.checksum(conf) : null));
  }

  private IdRows ids(int index) throws IOException {
    return table.ids().isEmpty()
        ? null
        : table.ids().get(index).ids(conf, table.patterns().csv(), settings.ids());
  }

  /** The name of the dataset of each row; null: all rows are of the same one. */
  private IdRows names(SourceFile file) throws IOException {
    return table.datasetColumn() == null
        ? null
        : file.part(table.datasetColumn()).ids(conf, table.patterns().csv(), Id.Form.TEXT);
  }

  /** Whether a row is omitted because of its dataset; if so, it is counted. */
  private boolean isOther(Id name) {
    if (table.dataset() == null || table.dataset().equals(name.text().strip())) {
      return false;
    }
    rowsOfOthers++;
    if (otherDatasets.size() < MOST_NAMES) {
      otherDatasets.add(name.text().strip());
    }
    return true;
  }

  private Rows rowsOf(Id name, SourceFile file) {
    String dataset = name == null ? table.dataset() : name.text().strip();
    Rows rows = datasets.get(dataset);
    if (rows == null) {
      String folder = table.folder(dataset);
      String claimed = settings.folders().putIfAbsent(folder, file.path());
      if (claimed != null) {
        throw new InputException(
            "Cannot import %s and %s: expected each table from one pattern, found %s in both"
                .formatted(claimed, file.path(), folder));
      }
      rows =
          new Rows(
              new TableFiles(output, folder, settings.form(), layout.wholeIds(), layout.columns()));
      datasets.put(dataset, rows);
    }
    return rows;
  }

  private void copyRows(
      int index, NumberRows numbers, NumberRows predictions, IdRows ids, Id firstId, IdRows names)
      throws IOException {
    int width = numbers.width();
    int otherWidth = predictions == null ? 0 : predictions.width();
    int most = Math.max(1, Math.min(BLOCK_ROWS, BLOCK_NUMBERS / Math.max(1, width + otherWidth)));
    double[] block = new double[Math.multiplyExact(most, width)];
    double[] other = new double[most * otherWidth];
    OutputRow row = new OutputRow(layout.columns().size());
    Arrays.fill(row.blocks, block);
    if (predictions != null) {
      row.blocks[1] = other;
    }
    int numberBytes = numbers.fitsFloat() ? Float.BYTES : Double.BYTES;
    SourceFile main = table.main().get(index);
    Id id = firstId;
    Rows rows = names == null ? rowsOf(null, main) : null;
    long inFile = 0;
    while (true) {
      int count = numbers.read(block, most);
      if (predictions != null) {
        int found = predictions.read(other, most);
        if (found != count) {
          throw unequal(
              index,
              table.predictions(index).orElseThrow(),
              inFile + count + rest(numbers, block, most),
              inFile + found + rest(predictions, other, most));
        }
      }
      for (int r = 0; r < count; r++, inFile++) {
        if (id == null) {
          long inAll = inFile + count - r + rest(numbers, block, most);
          throw unequal(index, table.idFile(index), inAll, inFile);
        }
        if (names != null) {
          Id name = names.next();
          if (isOther(name)) {
            id = ids == null ? id : written(ids.next());
            continue;
          }
          rows = rowsOf(name, main);
        }
        row.id = ids == null ? new Id.Whole(rows.count) : id;
        Arrays.fill(row.offsets, r * width);
        if (predictions != null) {
          row.offsets[1] = r * otherWidth;
        }
        rows.count++;
        rows.withMissing += hasGap(row) ? 1 : 0;
        rows.files.write(row);
        id = ids == null ? id : written(ids.next());
      }
      tell(main, (long) count * width * numberBytes);
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException();
      }
      if (count == 0) {
        break;
      }
    }
    if (ids != null && id != null) {
      long more = 1;
      while (ids.next() != null) {
        more++;
      }
      throw unequal(index, table.idFile(index), inFile, inFile + more);
    }
  }

  /** The id in the form of all tables. */
  private Id written(Id id) {
    return id == null || settings.ids() == Id.Form.DETECT ? id : new Id.Text(id.text());
  }

  /** Reports the approximate number of bytes read, never more than the length of the file. */
  private void tell(SourceFile file, long bytes) {
    long more = Math.min(bytes, file.length() - told);
    told += more;
    progress.accept(more);
  }

  /** The number of the rows that were not read. */
  private static long rest(NumberRows numbers, double[] block, int most) throws IOException {
    long rows = 0;
    for (int more = numbers.read(block, most); more > 0; more = numbers.read(block, most)) {
      rows += more;
    }
    return rows;
  }

  private InputException unequal(int index, SourceFile other, long rows, long otherRows) {
    return new InputException(
        "Cannot import %s and %s: expected as many rows in both, found %d and %d"
            .formatted(called(table.main().get(index)), called(other), rows, otherRows));
  }

  private static String called(SourceFile file) {
    return file.member() == null ? file.path() : file.path() + "#" + file.member();
  }

  /** Whether some number that is written is missing. */
  private boolean hasGap(OutputRow row) {
    List<OutputColumn> columns = layout.columns();
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).hasGap(row.blocks[c], row.offsets[c])) {
        return true;
      }
    }
    return false;
  }
}
