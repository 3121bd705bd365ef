package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users get: the Python module in the jar, and the tarball in an empty folder. */
final class ReleaseIT {
  private static final Path HOME = JobProcess.home();
  private static final Path ZOO = HOME.resolve("src/demo/zoo");

  @TempDir private Path folder;

  private static Path newest(String suffix) throws IOException {
    try (Stream<Path> found = Files.list(HOME.resolve("target"))) {
      return found
          .filter(
              file -> file.getFileName().toString().matches("transferability-spark-.*" + suffix))
          .max((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
          .orElse(null);
    }
  }

  @Test
  void theJarHasThePythonModuleInItsRoot() throws IOException {
    String module = "transferability_spark.py";
    try (JarFile jar = new JarFile(newest("\\.jar").toFile())) {
      ZipEntry entry = jar.getEntry(module);
      assertNotNull(entry);
      try (InputStream in = jar.getInputStream(entry)) {
        assertArrayEquals(
            Files.readAllBytes(HOME.resolve("src/main/python").resolve(module)), in.readAllBytes());
      }
    }
  }

  /** Run by {@code mvn -Prelease,stress verify}, which builds the tarball before. */
  @Test
  @Tag("stress")
  void theTarballScoresTheSampleZooWithoutMaven() throws IOException, InterruptedException {
    Path tarball = newest("\\.tar\\.gz");
    assumeTrue(tarball != null, "no tarball in target/: it is built by -Prelease");
    Process tar =
        new ProcessBuilder("tar", "xzf", tarball.toString(), "-C", folder.toString()).start();
    assertEquals(0, tar.waitFor());
    Path release;
    try (Stream<Path> unpacked = Files.list(folder)) {
      release = unpacked.findFirst().orElseThrow();
    }
    assertFalse(Files.exists(release.resolve("pom.xml")));
    Path called = folder.resolve("called");
    Path maven = Files.writeString(folder.resolve("mvn"), "#!/bin/sh\ntouch '" + called + "'\n");
    assertTrue(maven.toFile().setExecutable(true));

    JobProcess.Result without = score(release.resolve("jobs/score"), "none").run();
    assertEquals(2, without.exitCode(), without::report);
    assertEquals(1, without.err().lines().count(), without::report);

    String spark = HOME.resolve("target/spark").toString();
    assertOk(score(release.resolve("jobs/score"), "release").env("SPARK_HOME", spark));
    assertOk(score(HOME.resolve("jobs/score"), "repository"));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path jar;
    try (Stream<Path> lib = Files.list(release.resolve("lib"))) {
      jar = lib.toList().get(0);
    }
    // what spark-submit starts, without its settings
    assertOk(
        JobProcess.through(java, "-Dlog4j2.level=error", "-cp", spark + "/jars/*")
            .with(opens())
            .with("org.apache.spark.deploy.SparkSubmit", "--driver-memory", "2g")
            .with(jar.toString(), "score")
            .with(options("submitted")));
    assertFalse(Files.exists(called), "nothing calls Maven");
    byte[] expected = Files.readAllBytes(folder.resolve("repository/scores.csv"));
    for (String out : List.of("release", "submitted")) {
      assertArrayEquals(
          expected, Files.readAllBytes(folder.resolve(out).resolve("scores.csv")), out);
    }
  }

  private static String[] opens() {
    return Stream.of("lang", "lang.invoke", "net", "nio", "util", "util.concurrent")
        .map(name -> "--add-opens=java.base/java." + name + "=ALL-UNNAMED")
        .toArray(String[]::new);
  }

  private String[] options(String out) {
    return new String[] {
      "--features",
      ZOO + "/features",
      "--targets",
      ZOO + "/targets",
      "--quiet",
      "--out",
      "" + folder.resolve(out)
    };
  }

  private JobProcess score(Path script, String out) {
    return JobProcess.through(script, options(out))
        .env("PATH", folder + ":/usr/bin:/bin")
        .in(folder);
  }

  private static void assertOk(JobProcess job) {
    JobProcess.Result result = job.run();
    assertEquals(0, result.exitCode(), result::report);
  }
}
