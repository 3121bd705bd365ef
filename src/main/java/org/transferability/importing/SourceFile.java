package org.transferability.importing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.lang3.function.FailableBiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.transferability.importing.arrow.ArrowIds;
import org.transferability.importing.arrow.ArrowNumbers;
import org.transferability.importing.arrow.ArrowTable;
import org.transferability.importing.hdf5.Hdf5File;
import org.transferability.importing.parquet.ParquetIds;
import org.transferability.importing.parquet.ParquetNumbers;
import org.transferability.importing.parquet.ParquetTable;
import org.transferability.importing.source.ArrayBytes;
import org.transferability.importing.source.CsvIds;
import org.transferability.importing.source.CsvNumbers;
import org.transferability.importing.source.CsvTable;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.importing.source.NpyIds;
import org.transferability.importing.source.NpyRows;
import org.transferability.importing.source.NpzArchive;
import org.transferability.importing.source.NumberRows;
import org.transferability.importing.source.Reading;
import org.transferability.importing.source.Safetensors;
import org.transferability.importing.source.Selection;
import org.transferability.importing.source.TextIds;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;
import org.transferability.study.NumberText;
import org.transferability.study.csv.CsvFormat;

/**
 * A file to import; its name ends with .npy, .npz, .safetensors, .h5, .hdf5, .csv, .parquet, .arrow
 * or, for ids, .txt.
 *
 * @param path qualified
 * @param length in bytes
 * @param member the part of the pattern after #: columns of a table, an array of the file; or null
 */
public record SourceFile(String path, long length, String member) {
  /** The same file, of which a member is meant. */
  public SourceFile part(String of) {
    return new SourceFile(path, length, of);
  }

  /** The names of its columns or arrays; none if it is one array or a text. */
  public List<String> names(Configuration conf, CsvFormat csv) throws IOException {
    return open(
        conf,
        (files, file) ->
            switch (kind()) {
              case "npz" -> NpzArchive.names(files, file, length);
              case "safetensors" -> Safetensors.open(files, file, length).names();
              case "h5", "hdf5" -> Hdf5File.open(whole(files, file)).names();
              case "arrow" -> ArrowTable.names(whole(files, file));
              case "csv" -> CsvTable.names(whole(files, file), csv);
              case "parquet" -> ParquetTable.names(conf, data());
              default -> List.of();
            });
  }

  /** Opens its numbers: of one array, or of columns. */
  public NumberRows numbers(Configuration conf, Reading reading) throws IOException {
    Selection selection = new Selection(member, reading);
    return open(
        conf,
        (files, file) ->
            switch (kind()) {
              case "npy" -> new NpyRows(whole(files, file));
              case "npz" -> new NpyRows(NpzArchive.member(files, file, length, member));
              case "safetensors" -> Safetensors.open(files, file, length).rows(member);
              case "h5", "hdf5" -> Hdf5File.open(whole(files, file), member).rows(member);
              case "arrow" -> ArrowNumbers.open(whole(files, file), selection);
              case "csv" -> new CsvNumbers(whole(files, file), selection);
              case "parquet" -> ParquetNumbers.open(conf, data(), selection);
              default ->
                  throw unknown(".npy, .npz, .safetensors, .h5, .hdf5, .csv, .parquet or .arrow");
            });
  }

  /** Opens its labels: several arrays of a file are columns, too. */
  public NumberRows labels(Configuration conf, Reading reading) throws IOException {
    Selection selection = new Selection(member, reading);
    return open(
        conf,
        (files, file) ->
            switch (kind()) {
              case "npz" -> NpzArchive.labels(files, file, length, member, reading);
              case "safetensors" -> Safetensors.open(files, file, length).labels(selection);
              case "h5", "hdf5" -> Hdf5File.open(whole(files, file)).labels(selection);
              default -> numbers(conf, reading);
            });
  }

  /** Opens its ids: the column that the pattern names, or the only one. */
  public IdRows ids(Configuration conf, CsvFormat csv, Id.Form form) throws IOException {
    return open(
        conf,
        (files, file) ->
            switch (kind()) {
              case "npy" -> new NpyIds(whole(files, file));
              case "npz" -> new NpyIds(NpzArchive.member(files, file, length, member));
              case "safetensors" -> Safetensors.open(files, file, length).ids(member);
              case "h5", "hdf5" -> Hdf5File.open(whole(files, file), member).ids(member);
              case "arrow" -> new ArrowIds(whole(files, file), member);
              case "csv" -> new CsvIds(whole(files, file), member, csv, form);
              case "parquet" -> new ParquetIds(conf, data(), member);
              case "txt" -> new TextIds(whole(files, file), form);
              default ->
                  throw unknown(
                      ".npy, .npz, .safetensors, .h5, .hdf5, .csv, .parquet, .arrow or .txt");
            });
  }

  /**
   * Whether the column that is its member contains text: the first row is not a number. If the
   * first row cannot be read, the import refuses the column as text.
   */
  boolean isText(Configuration conf, CsvFormat csv) throws IOException {
    try (IdRows rows = ids(conf, csv, Id.Form.DETECT)) {
      return firstIsText(rows, csv);
    } catch (InputException e) {
      return false; // of a type that no name has; the file is read as numbers
    }
  }

  private static boolean firstIsText(IdRows rows, CsvFormat csv) throws IOException {
    try {
      return rows.next() instanceof Id.Text first
          && !NumberText.isNumber(first.value().strip(), csv.decimal());
    } catch (InputException e) {
      return true;
    }
  }

  /** SHA-256 of its bytes, in hexadecimal. */
  public String checksum(Configuration conf) throws IOException {
    return open(
        conf,
        (files, file) -> {
          try (InputStream in = files.open(file)) {
            return DigestUtils.sha256Hex(in);
          }
        });
  }

  private <T> T open(
      Configuration conf, FailableBiFunction<FileSystem, Path, T, IOException> opening)
      throws IOException {
    Path file = new Path(path);
    try {
      FileSystem files =
          file.getFileSystem(conf); // without checksum files, which only Hadoop writes
      return opening.apply(files instanceof LocalFileSystem local ? local.getRaw() : files, file);
    } catch (FileNotFoundException | AccessControlException e) {
      throw new InputException(
          "Cannot read %s: expected a file that can be read, found: %s"
              .formatted(path, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private DataFile data() {
    return new DataFile(path, length, 0);
  }

  /** Whether it has rows with named columns. */
  public boolean isTable() {
    return List.of("csv", "parquet", "arrow").contains(kind());
  }

  /** Whether it is an array, which has no other columns. */
  public boolean isOneArray() {
    return kind().equals("npy");
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
}
