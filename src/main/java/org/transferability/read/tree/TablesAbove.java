package org.transferability.read.tree;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.study.InputException;
import org.transferability.study.TableFormat;

/** Looks whether files belong to a table of a table format: what is given may be a part of one. */
final class TablesAbove {
  private TablesAbove() {}

  /**
   * Looks at all folders above a file or folder. One that may not be looked at holds no mark.
   *
   * @param root what was given, for the message
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
   * Refuses a path that passes through a table's folder and its mark.
   *
   * @param folder in which the path begins
   * @param names below it; what is in a hidden folder does not matter
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
