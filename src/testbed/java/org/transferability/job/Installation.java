package org.transferability.job;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** Where things are: the project, its jar, its Spark, Java. */
final class Installation {
  private Installation() {}

  /** The project's folder, as jobs/bench says. */
  static Path home() {
    String home = System.getenv("TRANSFERABILITY_HOME");
    return Path.of(home == null ? "" : home).toAbsolutePath();
  }

  /** The packaged jar as jobs/submit finds it: the one that is named, else the newest. */
  static Path jar(Path home) throws IOException {
    String named = System.getenv("TRANSFERABILITY_JAR");
    if (named != null && !named.isEmpty()) {
      return Path.of(named);
    }
    try (Stream<Path> files = Files.list(home.resolve("target"))) {
      return files
          .filter(f -> f.getFileName().toString().matches("transferability-spark-.*\\.jar"))
          .max(Comparator.comparing(f -> f.toFile().lastModified()))
          .orElseThrow();
    }
  }

  static String sparkJars(Path home) {
    return home.resolve("target/spark/jars") + File.separator + "*";
  }

  static Path benchClasses(Path home) {
    return home.resolve("target/bench/test-classes");
  }

  /** The start of a command that runs Java with what Spark's own launcher adds. */
  static List<String> java(String heap, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("--add-modules=jdk.incubator.vector");
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.add("-cp");
    command.add(classPath);
    return command;
  }
}
