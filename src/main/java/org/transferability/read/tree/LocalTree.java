package org.transferability.read.tree;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.transferability.study.InputException;

/** Walks a local folder. It follows links, as Hadoop does, and checks their destinations. */
final class LocalTree {
  /** Receives the files that are found. */
  interface Sink {
    /**
     * Receives a file.
     *
     * @param names below the root, as Hadoop splits the path
     * @param identity equal for two names of one file
     * @param linked whether a link leads to it
     */
    void accept(FileStatus file, String[] names, Object identity, boolean linked);
  }

  /** Device and number of a file; also length and time, for file systems without file numbers. */
  private record Identity(Object key, long length, long modified) {}

  private static final char UNREADABLE = '\uFFFD';

  private final LocalFileSystem fileSystem;
  private final String root;
  private final ListedFolders folders;
  private final Sink sink;
  private final Deque<Object> open = new ArrayDeque<>();
  private final List<String> names = new ArrayList<>();

  /**
   * @param root the given path, for messages
   */
  LocalTree(LocalFileSystem fileSystem, String root, ListedFolders folders, Sink sink) {
    this.fileSystem = fileSystem;
    this.root = root;
    this.folders = folders;
    this.sink = sink;
  }

  /**
   * Passes every file that is not hidden to the sink.
   *
   * @param path the same path for Hadoop
   * @throws InputException if a link leads to nothing or in a circle, or to a table of a format
   *     that does not consist of Parquet files alone
   */
  void walk(Path local, org.apache.hadoop.fs.Path path) throws IOException {
    names.add("");
    walk(local, path, false);
  }

  private void walk(Path local, org.apache.hadoop.fs.Path path, boolean linked) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(local, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    boolean isLink = attributes.isSymbolicLink();
    if (isLink) {
      attributes = linked(local);
    }
    if (isLink || names.size() == 1) {
      org.apache.hadoop.fs.Path real =
          new org.apache.hadoop.fs.Path(null, null, local.toRealPath().toString());
      TablesAbove.requireNone(fileSystem, fileSystem.makeQualified(real), root, folders);
    }
    if (attributes.isDirectory()) {
      walkFolder(local, path, attributes.fileKey(), linked || isLink);
      return;
    }
    long modified = attributes.lastModifiedTime().toMillis();
    FileStatus file = new FileStatus(attributes.size(), false, 1, 0, modified, path);
    Object identity =
        attributes.fileKey() == null
            ? path.toString()
            : new Identity(attributes.fileKey(), attributes.size(), modified);
    sink.accept(file, names.toArray(String[]::new), identity, linked || isLink);
  }

  private BasicFileAttributes linked(Path link) throws IOException {
    try {
      return Files.readAttributes(link, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new InputException(
          "Cannot list %s: expected a file or folder, found a link to nothing (%s -> %s)"
              .formatted(root, link, Files.readSymbolicLink(link)),
          e);
    }
  }

  private void walkFolder(Path local, org.apache.hadoop.fs.Path path, Object key, boolean linked)
      throws IOException {
    if (key != null && open.contains(key)) {
      throw new InputException(
          "Cannot list %s: expected folders, found a link to a folder that contains it (%s -> %s)"
              .formatted(root, local, local.toRealPath()));
    }
    open.push(key == null ? local : key);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(local)) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        TablesAbove.requireNoMark(path, new String[] {name}, root);
        if (UnfinishedFiles.isOne(name)) {
          folders.warn(UnfinishedFiles.warning(child.toString()));
        } else if (!Listing.hidden(name)) {
          requireReadable(child, name);
          names.add(name);
          walk(
              child,
              new org.apache.hadoop.fs.Path(path, new org.apache.hadoop.fs.Path(null, null, name)),
              linked);
          names.remove(names.size() - 1);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    open.pop();
  }

  /** Java decodes names by the locale, and cannot open files whose names it cannot decode. */
  private void requireReadable(Path child, String name) {
    if (name.indexOf(UNREADABLE) < 0) {
      return;
    }
    boolean found;
    try {
      found = Files.exists(new File(child.toString()).toPath(), LinkOption.NOFOLLOW_LINKS);
    } catch (InvalidPathException e) {
      found = false;
    }
    if (!found) {
      throw new InputException(
          "Cannot list %s: expected file names in the encoding %s, found %s (set LC_ALL=C.UTF-8 if names are in UTF-8)"
              .formatted(root, System.getProperty("sun.jnu.encoding"), child));
    }
  }
}
