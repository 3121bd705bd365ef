package org.transferability.importing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.importing.source.SourceFile;
import org.transferability.study.InputException;
import org.transferability.study.TableFormat;

/** The files below a folder, by their relative path; names that begin with _ or . are ignored. */
public final class SourceListing {
  private SourceListing() {}

  /**
   * Lists recursively.
   *
   * @throws InputException if there is no such folder
   */
  public static Map<String, SourceFile> of(Configuration conf, String root) throws IOException {
    Map<String, SourceFile> found = new TreeMap<>();
    try {
      Path path = new Path(root);
      FileSystem files = path.getFileSystem(conf);
      if (!files.getFileStatus(path).isDirectory()) {
        throw new InputException(
            "Cannot import from %s: expected a folder, found a file (--from names the folder, and the patterns name the files in it)"
                .formatted(root));
      }
      add(files, path, "", found);
    } catch (FileNotFoundException e) {
      throw new InputException(
          "Cannot import from %s: expected a folder, found nothing".formatted(root), e);
    }
    return found;
  }

  private static void add(
      FileSystem files, Path folder, String prefix, Map<String, SourceFile> found)
      throws IOException {
    for (FileStatus status : files.listStatus(folder)) {
      String name = status.getPath().getName();
      requireNoTable(folder, name);
      if (name.startsWith(".") || name.startsWith("_")) {
        continue;
      }
      if (status.isDirectory()) {
        add(files, status.getPath(), prefix + name + "/", found);
      } else {
        found.put(
            prefix + name, new SourceFile(status.getPath().toString(), status.getLen(), null));
      }
    }
  }

  /** Files of a table format contain rows that are no longer in the table. */
  private static void requireNoTable(Path folder, String name) {
    Optional<TableFormat> format = TableFormat.markedBy(name);
    if (format.isPresent()) {
      throw format.get().error("import from " + folder, folder.toString());
    }
    if (folder.getName().equals(TableFormat.ICEBERG_METADATA)
        && TableFormat.isIcebergMetadata(name)) {
      throw TableFormat.ICEBERG.error("import from " + folder, folder.getParent().toString());
    }
  }
}
