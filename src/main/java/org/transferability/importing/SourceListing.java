package org.transferability.importing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.ListedFolders;
import org.transferability.read.tree.Listing;
import org.transferability.study.InputException;

/** The files below a folder, by their relative path; names that begin with _ or . are ignored. */
public final class SourceListing {
  private SourceListing() {}

  /**
   * Lists recursively.
   *
   * @param folders receives the warnings
   * @throws InputException if there is no such folder
   */
  public static Map<String, SourceFile> of(Configuration conf, String root, ListedFolders folders)
      throws IOException {
    Path path = new Path(root);
    FileSystem files = path.getFileSystem(conf);
    requireFolder(files, path);
    String base = files.makeQualified(path).toUri().getPath();
    Map<String, SourceFile> found = new TreeMap<>();
    for (Listing.Found listed : Listing.of(conf, root, folders)) {
      DataFile file = listed.file();
      String below = new Path(file.path()).toUri().getPath().substring(base.length());
      if (!below.contains("/_")) {
        String name = below.startsWith("/") ? below.substring(1) : below;
        found.put(name, new SourceFile(file.path(), file.length(), null));
      }
    }
    return found;
  }

  private static void requireFolder(FileSystem files, Path root) throws IOException {
    try {
      if (!files.getFileStatus(root).isDirectory()) {
        throw new InputException(
            "Cannot import from %s: expected a folder, found a file (--from names the folder, and the patterns name the files in it)"
                .formatted(root));
      }
    } catch (FileNotFoundException e) {
      throw new InputException(
          "Cannot import from %s: expected a folder, found nothing".formatted(root), e);
    }
  }
}
