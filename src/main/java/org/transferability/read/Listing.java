package org.transferability.read;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
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
      throw new UncheckedIOException("Cannot list " + root, e);
    }
  }

  /**
   * All files below a path. Stores that list whole trees in a few calls are asked for the tree; of
   * a local file, that way asks for the block locations, which starts a process a file.
   */
  private static List<FileStatus> files(FileSystem fileSystem, Path path) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    if (fileSystem.getScheme().equals("file")) {
      addLocalFiles(fileSystem, path, files);
    } else {
      RemoteIterator<LocatedFileStatus> found = fileSystem.listFiles(path, true);
      while (found.hasNext()) {
        files.add(found.next());
      }
    }
    return files;
  }

  private static void addLocalFiles(FileSystem fileSystem, Path path, List<FileStatus> files)
      throws IOException {
    for (FileStatus status : fileSystem.listStatus(path)) {
      if (status.isDirectory()) {
        addLocalFiles(fileSystem, status.getPath(), files);
      } else {
        files.add(status);
      }
    }
  }

  /** As Spark has it: _ and . hide, unless the name is a partition's. */
  private static boolean hidden(String[] names) {
    for (String name : names) {
      if (name.startsWith(".") || (name.startsWith("_") && !name.contains("="))) {
        return true;
      }
    }
    return false;
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
