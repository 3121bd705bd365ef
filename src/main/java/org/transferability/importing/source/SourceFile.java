package org.transferability.importing.source;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/**
 * A file to import; its name ends with .npy, .npz, .csv, .parquet or, for ids, .txt.
 *
 * @param path qualified
 * @param length in bytes
 * @param member the part of the pattern after #: columns of a table, the array of a .npz; or null
 */
public record SourceFile(String path, long length, String member) {
  /** The same file, of which a member is meant. */
  public SourceFile part(String of) {
    return new SourceFile(path, length, of);
  }

  /** Opens its numbers. */
  public NumberRows numbers(Configuration conf, Reading reading) throws IOException {
    Path file = new Path(path);
    FileSystem files = raw(file.getFileSystem(conf));
    Selection selection = new Selection(member, reading);
    return switch (kind()) {
      case "npy" -> new NpyRows(whole(files, file));
      case "npz" -> new NpyRows(NpzArchive.member(files, file, length, member));
      case "csv" -> new CsvNumbers(whole(files, file), selection);
      case "parquet" -> new ParquetNumbers(conf, new DataFile(path, length, 0), selection);
      default -> throw unknown(".npy, .npz, .csv or .parquet");
    };
  }

  /** Opens its ids: the column of that name, or for null the one that the pattern names. */
  public IdRows ids(Configuration conf, Reading reading) throws IOException {
    Path file = new Path(path);
    FileSystem files = raw(file.getFileSystem(conf));
    String column = reading.idColumn() == null ? member : reading.idColumn();
    return switch (kind()) {
      case "npy" -> new NpyIds(whole(files, file));
      case "npz" -> new NpyIds(NpzArchive.member(files, file, length, column));
      case "csv" -> new CsvIds(whole(files, file), column, reading.csv());
      case "parquet" -> new ParquetIds(conf, new DataFile(path, length, 0), column);
      case "txt" -> new TextIds(whole(files, file));
      default -> throw unknown(".npy, .npz, .csv, .parquet or .txt");
    };
  }

  /** The ending of the name, which determines how the file is read. */
  String kind() {
    return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private ArrayBytes whole(FileSystem files, Path file) {
    return ArrayBytes.of(files, file, path, length);
  }

  private InputException unknown(String expected) {
    return new InputException(
        "Cannot import %s: expected a file ending in %s".formatted(path, expected));
  }

  /** Without checksum files, which only Hadoop writes. */
  private static FileSystem raw(FileSystem files) {
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }
}
