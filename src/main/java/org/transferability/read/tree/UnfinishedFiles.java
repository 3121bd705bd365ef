package org.transferability.read.tree;

import java.util.List;
import java.util.Optional;

/** The names that programs give to files and folders while they write them. */
final class UnfinishedFiles {
  /** Spark and Hadoop, the S3A committers, Hive. */
  private static final List<String> BEGINNINGS =
      List.of("_temporary", "__magic", ".spark-staging", ".hive-staging");

  /** Flink, Hadoop's shell, downloads, and what many programs do on their own. */
  private static final List<String> ENDS =
      List.of("._COPYING_", ".tmp", ".temp", ".partial", ".crdownload");

  private static final String IN_PROGRESS = ".inprogress";

  private UnfinishedFiles() {}

  /** A partition is never one, whatever its value ends in. */
  static boolean isOne(String name) {
    return !name.contains("=") && (name.contains(IN_PROGRESS) || begins(name) || ends(name));
  }

  private static boolean begins(String name) {
    return BEGINNINGS.stream().anyMatch(name::startsWith);
  }

  private static boolean ends(String name) {
    return ENDS.stream().anyMatch(name::endsWith);
  }

  /** The first such name of a path below a folder, and the folders before it. */
  static Optional<String> in(String[] names) {
    StringBuilder path = new StringBuilder();
    for (String name : names) {
      path.append(path.isEmpty() ? "" : "/").append(name);
      if (isOne(name)) {
        return Optional.of(path.toString());
      }
    }
    return Optional.empty();
  }

  /**
   * @param path of the file or folder that is being written
   */
  static String warning(String path) {
    return "%s looks as if a program is still writing there, and is left out; if none is, check that all files are there and remove it"
        .formatted(path);
  }
}
