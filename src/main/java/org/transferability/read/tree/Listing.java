package org.transferability.read.tree;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/** Lists files once, recursively, and reads Hive partitions from the names of their folders. */
public final class Listing {
  /**
   * A file.
   *
   * @param partitions the {@code name=value} folders between the root and the file, unescaped
   * @param identity equal for two names of one file
   * @param linked whether a link leads to it
   */
  public record Found(
      DataFile file, Map<String, String> partitions, Object identity, boolean linked) {}

  private final String root;
  private final ListedFolders folders;
  private final List<Found> found = new ArrayList<>();

  private Listing(String root, ListedFolders folders) {
    this.root = root;
    this.folders = folders;
  }

  /** The same without warnings. */
  public static List<Found> of(Configuration conf, String root) {
    return of(conf, root, new ListedFolders());
  }

  /**
   * All files under a folder (or the file itself) that are not hidden, sorted by path.
   *
   * @param folders receives warnings about them
   * @throws InputException if there is nothing, or a table of a format that Parquet files alone do
   *     not make up
   */
  public static List<Found> of(Configuration conf, String root, ListedFolders folders) {
    try {
      Listing listing = new Listing(root, folders);
      Path path = new Path(root);
      listing.list(path.getFileSystem(conf), path);
      listing.found.sort((a, b) -> a.file().compareTo(b.file()));
      return listing.found;
    } catch (FileNotFoundException e) {
      throw new InputException(
          "Cannot list " + root + ": expected a folder or file, found nothing", e);
    } catch (AccessControlException e) {
      throw new InputException(
          "Cannot list %s: expected permission to read it, found none (%s)"
              .formatted(root, firstLine(e)),
          e);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "Cannot list "
              + root
              + ": expected a path, found one that Hadoop refuses ("
              + e.getMessage()
              + ")",
          e);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).startsWith("No FileSystem for scheme")) {
        throw new InputException(
            "Cannot list "
                + root
                + ": expected a path of a known file system, found none for its"
                + " scheme",
            e);
      }
      // a missing bucket, another name node, no credentials: the response of the store has the
      // reason
      throw new InputException(
          "Cannot list " + root + ": expected a response from the store, found " + firstLine(e), e);
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * All files below a path. Stores can list whole trees in a few calls. For local files, that call
   * would request block locations, which starts a process for each file, and Hadoop's own listing
   * accesses each name four times.
   */
  private void list(FileSystem fileSystem, Path path) throws IOException {
    Path base = fileSystem.makeQualified(path);
    if (fileSystem.getClass() == LocalFileSystem.class) {
      LocalFileSystem localFiles = (LocalFileSystem) fileSystem;
      try {
        new LocalTree(localFiles, root, folders, this::add)
            .walk(localFiles.pathToFile(base).toPath(), base);
      } catch (NoSuchFileException e) {
        throw (IOException) new FileNotFoundException(e.getMessage()).initCause(e);
      } catch (AccessDeniedException e) {
        throw (IOException) new AccessControlException(e.getFile()).initCause(e);
      }
      return;
    }
    TablesAbove.requireNone(fileSystem, base, root, folders);
    int prefix = base.toUri().getPath().length();
    RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(path, true);
    while (files.hasNext()) {
      FileStatus status = files.next();
      String[] names = status.getPath().toUri().getPath().substring(prefix).split("/");
      TablesAbove.requireNoMark(base, names, root);
      add(status, names, status.getPath(), false);
    }
  }

  private void add(FileStatus status, String[] names, Object identity, boolean linked) {
    Optional<String> unfinished = UnfinishedFiles.in(names);
    unfinished.ifPresent(name -> folders.warn(UnfinishedFiles.warning(root + "/" + name)));
    if (unfinished.isPresent() || hidden(names)) {
      return;
    }
    DataFile file =
        new DataFile(status.getPath().toString(), status.getLen(), status.getModificationTime());
    Map<String, String> partitions = PartitionNames.of(root, names);
    found.add(new Found(file, partitions, identity, linked));
  }

  /**
   * The files of one table, each once: of two names of one file, the one without a link is used.
   *
   * @param table for the warning that names both
   */
  static List<DataFile> once(String table, List<Found> files, ListedFolders folders) {
    Map<Object, Found> kept = new HashMap<>();
    files.stream()
        .sorted(Comparator.comparing(Found::linked).thenComparing(Found::file))
        .forEach(
            file -> {
              Found first = kept.putIfAbsent(file.identity(), file);
              if (first != null && !first.file().path().equals(file.file().path())) {
                folders.warn(
                    "%s: %s and %s are the same file, whose rows are used once"
                        .formatted(table, first.file().path(), file.file().path()));
              }
            });
    return kept.values().stream().map(Found::file).sorted().toList();
  }

  /**
   * Warns about a partition that represents a missing value.
   *
   * @param name of the partition, source or dataset
   */
  static void warnOfNull(String root, Found file, String name, ListedFolders folders) {
    String value = file.partitions().get(name);
    if (value.isEmpty() || value.equals(PartitionNames.NULL)) {
      folders.warn(
          "%s: the folder %s=%s contains rows that had no %s when they were written; they are read as a %s of this name"
              .formatted(root, name, value, name, name));
    }
  }

  /** As in Spark: names that start with _ or . are hidden, except those of partitions. */
  private static boolean hidden(String[] names) {
    for (String name : names) {
      if (hidden(name)) {
        return true;
      }
    }
    return false;
  }

  static boolean hidden(String name) {
    return name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
  }
}
