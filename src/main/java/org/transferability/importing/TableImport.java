package org.transferability.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.importing.source.LeftOut;
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
  private TableLayout layout; // of the first file; null before it
  private TableFiles files;
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
          layout.described(),
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
      Id first = ids == null ? new Id.Whole(rows) : ids.next();
      TableLayout here = TableLayout.of(table, format, index, numbers, predictions, first);
      if (files == null) {
        layout = here;
        files = new TableFiles(output, table.folder(), format, here.wholeIds(), here.columns());
      } else {
        layout.requireSame(here);
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
            checksums ? checksum(file) : null));
  }

  private String checksum(SourceFile file) throws IOException {
    Path path = new Path(file.path());
    try (InputStream in = path.getFileSystem(conf).open(path)) {
      return DigestUtils.sha256Hex(in);
    }
  }

  private IdRows ids(int index) throws IOException {
    if (table.reading().idColumn() != null) {
      return table.main().get(index).ids(conf, table.reading());
    }
    return table.ids().isEmpty() ? null : table.ids().get(index).ids(conf, table.reading());
  }

  private void copyRows(
      int index, NumberRows numbers, NumberRows predictions, IdRows ids, Id firstId)
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
        Arrays.fill(row.offsets, r * width);
        if (predictions != null) {
          row.offsets[1] = r * otherWidth;
        }
        rowsWithMissing += hasMissing(block, r * width, width) ? 1 : 0;
        files.write(row);
        id = ids == null ? new Id.Whole(rows + 1) : ids.next();
      }
      tell(table.main().get(index), (long) count * width * numberBytes);
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
