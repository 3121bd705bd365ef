package org.transferability.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.transferability.study.InputException;
import org.transferability.study.StudyFile;

/** Opens a study file: of this machine, or on a file system of Hadoop if its name is a URI. */
final class StudyFileSource {
  private static final Pattern URI = Pattern.compile("[a-zA-Z][\\w+.-]*:/.*");

  private StudyFileSource() {}

  /**
   * Reads a study file.
   *
   * @param keys whose properties are the keys; those that the file lacks are left as they are
   */
  static <T> T read(String file, T keys) {
    if (!URI.matcher(file).matches()) {
      try {
        return StudyFile.read(java.nio.file.Path.of(file), keys);
      } catch (InvalidPathException e) {
        throw unreadable(file, e.getMessage(), e);
      }
    }
    Path path;
    try {
      path = new Path(file);
    } catch (IllegalArgumentException e) {
      throw unreadable(file, e.getMessage(), e);
    }
    try (InputStream in =
        path.getFileSystem(SparkHadoopUtil.get().newConfiguration(new SparkConf())).open(path)) {
      return StudyFile.read(in, file, keys);
    } catch (FileNotFoundException e) {
      throw new InputException(
          "Cannot read study file: expected a file, found none (%s)".formatted(file), e);
    } catch (IOException e) {
      throw unreadable(file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }

  private static InputException unreadable(String file, String found, Exception cause) {
    return new InputException(
        "Cannot read study file: expected a readable file, found: %s (%s)".formatted(found, file),
        cause);
  }
}
