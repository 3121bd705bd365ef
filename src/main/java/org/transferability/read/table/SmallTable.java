package org.transferability.read.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.transferability.read.page.Damage;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.Listing;
import org.transferability.study.InputException;

/**
 * A table that fits into memory, such as scores or measured errors: a CSV or Parquet file, or a
 * directory of either. Cells are texts, so that the same code checks both formats.
 *
 * <p>In a directory, the files named {@code *.parquet} are read, or if there is none those named
 * {@code *.csv}. A single file is Parquet if it begins with Parquet's magic bytes, whatever its
 * name. Folders named {@code column=value} below the directory are a column, as Spark writes them.
 *
 * @param files the files, sorted by path
 * @param bytes their size
 * @param rows the rows in the order of the files
 */
public record SmallTable(List<String> files, long bytes, List<TableRow> rows) {
  private static final byte[] PARQUET_MARK = "PAR".getBytes(StandardCharsets.US_ASCII);

  /** Cells of one row by requested column, from the file or else from the names of its folders. */
  record Layout(List<TableColumn> wanted, Map<String, String> partitions) {}

  public SmallTable {
    files = List.copyOf(files);
    rows = List.copyOf(rows);
  }

  /**
   * Reads the requested columns.
   *
   * @throws InputException if there is no such table, it lacks a required column, or is damaged
   * @throws IOException if the file system fails
   */
  public static SmallTable read(Configuration conf, String path, List<TableColumn> wanted)
      throws IOException {
    List<String> files = new ArrayList<>();
    List<TableRow> rows = new ArrayList<>();
    long bytes = 0;
    for (Listing.Found found : files(conf, path)) {
      DataFile file = found.file();
      Layout layout = new Layout(wanted, found.partitions());
      if (isParquet(conf, file)) {
        ParquetRows.read(conf, file, layout, rows);
      } else {
        CsvRows.read(conf, file, layout, rows);
      }
      files.add(file.path());
      bytes += file.length();
    }
    return new SmallTable(files, bytes, rows);
  }

  private static List<Listing.Found> files(Configuration conf, String path) {
    List<Listing.Found> all = Listing.of(conf, path);
    String name = new Path(path).getName();
    if (all.size() == 1 && all.get(0).file().path().endsWith("/" + name)) {
      return all; // the path of a file
    }
    for (String suffix : List.of(".parquet", ".csv")) {
      List<Listing.Found> some =
          all.stream().filter(found -> found.file().path().endsWith(suffix)).toList();
      if (!some.isEmpty()) {
        return some;
      }
    }
    throw new InputException(
        "Cannot read table: expected files named *.parquet or *.csv, found "
            + (all.isEmpty() ? "none" : "others such as " + all.get(0).file().path())
            + " ("
            + path
            + ")");
  }

  private static boolean isParquet(Configuration conf, DataFile file) throws IOException {
    Path path = new Path(file.path());
    try (InputStream in = path.getFileSystem(conf).open(path)) {
      return Arrays.equals(in.readNBytes(PARQUET_MARK.length), PARQUET_MARK);
    } catch (IOException e) {
      throw Damage.inFile(file.path(), e);
    }
  }

  /** Requires all columns that must be there; the error names each that is not. */
  static void requireColumns(DataFile file, Layout layout, List<String> found) {
    String missing =
        layout.wanted().stream()
            .filter(column -> column.presence() == TableColumn.Presence.REQUIRED)
            .filter(column -> !found.contains(column.name()))
            .filter(column -> !layout.partitions().containsKey(column.name()))
            .map(
                column ->
                    "a column '%s'%s"
                        .formatted(
                            column.name(),
                            column.advice().isEmpty() ? "" : " (" + column.advice() + ")"))
            .collect(Collectors.joining(" and "));
    if (!missing.isEmpty()) {
      throw new InputException(
          "Cannot read table: expected %s, found the columns %s (%s)"
              .formatted(missing, String.join(", ", found), file.path()));
    }
  }
}
