package org.transferability.job.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.transferability.study.InputException;

/** Runs work on Spark: on the session that this process has, else on one for this work alone. */
public final class Sessions {
  private static final String SERIALIZER = "spark.serializer";
  private static final String LOCAL_DIRECTORY = "spark.local.dir";

  /** Where one of these is set, as by a cluster's manager, Spark does not look at its setting. */
  private static final List<String> LOCAL_DIRECTORY_VARIABLES =
      List.of("SPARK_LOCAL_DIRS", "LOCAL_DIRS", "SPARK_EXECUTOR_DIRS", "CONTAINER_ID");

  private static final String JAVA_SERIALIZER = "org.apache.spark.serializer.JavaSerializer";

  private Sessions() {}

  /** Work that needs a session. */
  @FunctionalInterface
  public interface Work<T> {
    T on(SparkSession spark) throws IOException, InterruptedException;
  }

  public static <T> T run(String name, Work<T> work) throws IOException, InterruptedException {
    boolean borrowed = !SparkSession.getDefaultSession().isEmpty();
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    if (System.getProperty("spark.master") == null) {
      builder = builder.master("local[*]");
    }
    if (!borrowed) {
      requireLocalDirectory();
      builder = builder.config(SERIALIZER, javaSerializer());
    }
    SparkSession spark = builder.getOrCreate();
    try {
      requireJavaSerializer(spark);
      return work.on(spark);
    } finally {
      if (!borrowed) {
        spark.stop();
      }
    }
  }

  /** Spark ends the process, with a stack trace, where it can make no folder for its blocks. */
  private static void requireLocalDirectory() {
    boolean chosenElsewhere =
        LOCAL_DIRECTORY_VARIABLES.stream().anyMatch(name -> System.getenv(name) != null);
    String directories =
        System.getProperty(LOCAL_DIRECTORY, System.getProperty("java.io.tmpdir", ""));
    if (chosenElsewhere || Stream.of(directories.split(",")).anyMatch(Sessions::isUsable)) {
      return;
    }
    throw new InputException(
        "Cannot start Spark: expected a folder in which files can be written, found %s (choose another one: -- --conf %s=DIR)"
            .formatted(directories, LOCAL_DIRECTORY));
  }

  private static boolean isUsable(String directory) {
    try {
      Path parent = Files.createDirectories(Path.of(directory.strip()));
      Files.delete(Files.createTempDirectory(parent, "transferability-"));
      return true;
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  /** Kryo cannot serialise records, so another serializer in the settings is replaced. */
  private static String javaSerializer() {
    String chosen = System.getProperty(SERIALIZER, JAVA_SERIALIZER);
    if (!chosen.equals(JAVA_SERIALIZER)) {
      System.err.println(
          "note: %s=%s is replaced by %s, which the job needs"
              .formatted(SERIALIZER, chosen, JAVA_SERIALIZER));
    }
    return JAVA_SERIALIZER;
  }

  private static void requireJavaSerializer(SparkSession spark) {
    String found = spark.sparkContext().getConf().get(SERIALIZER, JAVA_SERIALIZER);
    if (!found.equals(JAVA_SERIALIZER)) {
      throw new InputException(
          "Cannot run on this Spark session: expected %s=%s, found %s (start the session with it)"
              .formatted(SERIALIZER, JAVA_SERIALIZER, found));
    }
  }
}
