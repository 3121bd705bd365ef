package org.transferability.read.tree;

import java.util.List;
import java.util.Optional;

/** The names that programs give to files and folders while they write them. */
final class UnfinishedFiles {
  /** Spark and Hadoop, the S3A committers, Hive. */
  private static final List<String> BEGINNINGS =
      List.of("_temporary", "__magic", ".spark-staging", ".hive-staging");

  /** Flink, Hadoop's shell, downloads, and the convention of many programs. */
  private static final List<String> ENDS =
      List.of("._COPYING_", ".tmp", ".temp", ".partial", ".crdownload");

  private static final String IN_PROGRESS = ".inprogress";

  private UnfinishedFiles() {}

  /** A partition is never an unfinished file, whatever its value ends with. */
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
    return "%s looks as if a program is still writing it, and is skipped; if no program is, check that all files are complete and remove it"
        .formatted(path);
  }
}
