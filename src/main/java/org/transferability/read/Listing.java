package org.transferability.read;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;
import org.transferability.study.InputException;

/** Lists files once, recursively, and reads the names of hive partitions off their folders. */
final class Listing {
  /** A file and the {@code name=value} folders between the root and it, unescaped. */
  record Found(DataFile file, Map<String, String> partitions) {}

  private Listing() {}

  /** All files under a folder (or the file itself) that are not hidden, sorted by path. */
  static List<Found> of(Configuration conf, String root) {
    try {
      Path path = new Path(root);
      FileSystem fileSystem = path.getFileSystem(conf);
      URI base = fileSystem.makeQualified(path).toUri();
      List<Found> found = new ArrayList<>();
      for (FileStatus status : files(fileSystem, path)) {
        String below = status.getPath().toUri().getPath().substring(base.getPath().length());
        String[] names = below.split("/");
        if (!hidden(names)) {
          found.add(
              new Found(
                  new DataFile(
                      status.getPath().toString(), status.getLen(), status.getModificationTime()),
                  partitions(names)));
        }
      }
      found.sort((a, b) -> a.file().compareTo(b.file()));
      return found;
    } catch (FileNotFoundException e) {
      throw new InputException(
          "Cannot list " + root + ": expected a folder or file, found nothing there", e);
    } catch (AccessControlException e) {
      throw new InputException(
          "Cannot list " + root + ": expected permission to read it, found none", e);
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
      // another bucket, another name node, no credentials: all said in what the store answers
      throw new InputException(
          "Cannot list " + root + ": expected a store that answers, found " + firstLine(e), e);
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * All files below a path. Stores that list whole trees in a few calls are asked for the tree. Of
   * local files, that way would ask for block locations, which starts a process a file; and
   * Hadoop's own listing looks at each name four times.
   */
  private static List<FileStatus> files(FileSystem fileSystem, Path path) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    if (fileSystem.getClass() == LocalFileSystem.class) {
      Path root = fileSystem.makeQualified(path);
      java.nio.file.Path local = ((LocalFileSystem) fileSystem).pathToFile(root).toPath();
      try {
        addLocal(local, root, files);
      } catch (NoSuchFileException e) {
        throw (IOException) new FileNotFoundException(e.getMessage()).initCause(e);
      } catch (AccessDeniedException e) {
        throw new AccessControlException(e);
      }
    } else {
      RemoteIterator<LocatedFileStatus> found = fileSystem.listFiles(path, true);
      while (found.hasNext()) {
        files.add(found.next());
      }
    }
    return files;
  }

  /** Follows links, as Hadoop does. */
  private static void addLocal(java.nio.file.Path local, Path path, List<FileStatus> files)
      throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(local, BasicFileAttributes.class);
    if (!attributes.isDirectory()) {
      long modified = attributes.lastModifiedTime().toMillis();
      files.add(new FileStatus(attributes.size(), false, 1, 0, modified, path));
      return;
    }
    try (DirectoryStream<java.nio.file.Path> children = Files.newDirectoryStream(local)) {
      for (java.nio.file.Path child : children) {
        String name = child.getFileName().toString();
        if (!hidden(name)) {
          addLocal(child, new Path(path, new Path(null, null, name)), files);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** As Spark has it: _ and . hide, unless the name is a partition's. */
  private static boolean hidden(String[] names) {
    for (String name : names) {
      if (hidden(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hidden(String name) {
    return name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
  }

  private static Map<String, String> partitions(String[] names) {
    Map<String, String> partitions = new TreeMap<>();
    for (int i = 0; i < names.length - 1; i++) {
      int equals = names[i].indexOf('=');
      if (equals > 0) {
        partitions.put(
            unescape(names[i].substring(0, equals)), unescape(names[i].substring(equals + 1)));
      }
    }
    return partitions;
  }

  /** Hive writes characters that a file name cannot have as % and two hexadecimal digits. */
  static String unescape(String name) {
    StringBuilder text = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '%' && i + 2 < name.length()) {
        int high = Character.digit(name.charAt(i + 1), 16);
        int low = Character.digit(name.charAt(i + 2), 16);
        if (high >= 0 && low >= 0) {
          text.append((char) (16 * high + low));
          i += 2;
          continue;
        }
      }
      text.append(c);
    }
    return text.toString();
  }
}
