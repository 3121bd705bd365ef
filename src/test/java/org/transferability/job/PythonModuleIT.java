package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests of the Python module, with the packaged jar. They need numpy and PySpark: an importable
 * one, or an installation of Spark with {@code python/}, {@code bin/} and {@code jars/} in {@code
 * PYSPARK_HOME}. Without them they are skipped.
 */
final class PythonModuleIT {
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");
  private static final Path HOME = JobProcess.home();

  @TempDir private Path folder;

  private static Path jar() throws IOException {
    try (Stream<Path> found = Files.list(HOME.resolve("target"))) {
      return found
          .filter(file -> file.getFileName().toString().matches("transferability-spark-.*\\.jar"))
          .max((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
          .orElseThrow();
    }
  }

  /** The jar, whose root has the module, and the Python of an installation of Spark. */
  private static String pythonPath(Optional<Path> spark) throws IOException {
    StringBuilder path = new StringBuilder(jar().toString());
    if (spark.isPresent()) {
      Path python = spark.get().resolve("python");
      path.append(':').append(python);
      try (Stream<Path> libraries = Files.list(python.resolve("lib"))) {
        libraries
            .filter(file -> file.toString().endsWith(".zip"))
            .forEach(file -> path.append(':').append(file));
      }
    }
    return path.toString();
  }

  private JobProcess python(String python, Optional<Path> spark, String... arguments)
      throws IOException {
    JobProcess process =
        JobProcess.through(Path.of(python), arguments)
            .env("PYTHONPATH", pythonPath(spark))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .in(folder);
    return spark.map(home -> process.env("SPARK_HOME", home.toString())).orElse(process);
  }

  @Test
  void theModuleAgreesWithNumpyInPySpark() throws IOException {
    Optional<Path> spark = Optional.ofNullable(System.getenv("PYSPARK_HOME")).map(Path::of);
    String found = null;
    for (String python : PYTHONS) {
      if (found == null && imports(python, spark)) {
        found = python;
      }
    }
    assumeTrue(found != null, "no Python 3 with numpy and PySpark (set PYSPARK_HOME)");
    String tests = HOME.resolve("src/test/python/transferability_spark_test.py").toString();
    JobProcess.Result result = python(found, spark, tests).within(Duration.ofMinutes(10)).run();
    assertEquals(0, result.exitCode(), result::report);
  }

  private boolean imports(String python, Optional<Path> spark) {
    try {
      return python(python, spark, "-c", "import numpy, pyspark.sql").run().exitCode() == 0;
    } catch (java.io.UncheckedIOException | IOException e) { // no such program
      return false;
    }
  }
}
