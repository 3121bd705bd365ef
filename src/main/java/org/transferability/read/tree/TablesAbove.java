package org.transferability.read.tree;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.study.InputException;
import org.transferability.study.TableFormat;

/** Checks whether the given files belong to a table of a table format. */
final class TablesAbove {
  private TablesAbove() {}

  /**
   * Checks all folders above a file or folder. A folder without read permission is skipped.
   *
   * @param root the given path, for the message
   * @throws InputException if one of them is a table's
   */
  static void requireNone(
      FileSystem fileSystem, Path fileOrFolder, String root, ListedFolders folders) {
    for (Path folder = fileOrFolder.getParent();
        folder != null && folders.isNew(folder.toString());
        folder = folder.getParent()) {
      Optional<TableFormat> format = format(fileSystem, folder);
      if (format.isPresent()) {
        throw format.get().error("list " + root, folder.toString());
      }
    }
  }

  private static Optional<TableFormat> format(FileSystem fileSystem, Path folder) {
    if (exists(fileSystem, new Path(folder, TableFormat.DELTA_LOG))) {
      return Optional.of(TableFormat.DELTA);
    }
    if (exists(fileSystem, new Path(folder, TableFormat.HUDI_TIMELINE))) {
      return Optional.of(TableFormat.HUDI);
    }
    return holdsIcebergMetadata(fileSystem, new Path(folder, TableFormat.ICEBERG_METADATA))
        ? Optional.of(TableFormat.ICEBERG)
        : Optional.empty();
  }

  private static boolean exists(FileSystem fileSystem, Path path) {
    try {
      return fileSystem.exists(path);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean holdsIcebergMetadata(FileSystem fileSystem, Path folder) {
    try {
      for (FileStatus file : fileSystem.listStatus(folder)) {
        if (TableFormat.isIcebergMetadata(file.getPath().getName())) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Refuses a path that passes through a table's folder and its log.
   *
   * @param folder in which the path begins
   * @param names below it; the content of hidden folders is ignored
   * @throws InputException if it does
   */
  static void requireNoMark(Path folder, String[] names, String root) {
    StringBuilder at = new StringBuilder(folder.toString());
    String last = folder.getName();
    for (String name : names) {
      Optional<TableFormat> format = TableFormat.markedBy(name);
      if (format.isPresent()) {
        throw format.get().error("list " + root, at.toString());
      }
      if (last.equals(TableFormat.ICEBERG_METADATA) && TableFormat.isIcebergMetadata(name)) {
        String table = at.substring(0, at.length() - last.length() - 1);
        throw TableFormat.ICEBERG.error("list " + root, table);
      }
      if (Listing.hidden(name)) {
        return;
      }
      if (!name.isEmpty()) {
        at.append('/').append(name);
        last = name;
      }
    }
  }
}
