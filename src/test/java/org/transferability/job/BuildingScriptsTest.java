package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that build what they run, on a clone where nothing or only a part is built. */
final class BuildingScriptsTest {
  private static final String DEMO_BUILD =
      "Building (mvn -DskipTests package) ...\nmvn -q -B -DskipTests package\n";

  private static final String BENCH_BUILD =
      "Building (mvn -Pbench package) ...\nmvn -q -B -Pbench package\n";

  @TempDir private Path clone;
  private Path mvn;

  @BeforeEach
  void cloneWithABuildThatFails() throws IOException {
    Files.createDirectories(clone.resolve("jobs"));
    for (String sources : new String[] {"main", "bench", "testbed"}) {
      Files.createDirectories(clone.resolve("src").resolve(sources));
    }
    Files.createFile(clone.resolve("pom.xml"));
    mvn = Files.createDirectories(clone.resolve("bin")).resolve("mvn");
    // as an interrupted build, which has packed the classes and not yet their libraries
    Files.writeString(
        mvn,
        """
        #!/bin/sh
        echo "mvn $*"
        case "$*" in *Pbench*) to=target/bench ;; *) to=target ;; esac
        mkdir -p $to && echo PK > $to/transferability-spark-1.jar
        exit 7
        """);
    assertEquals(true, mvn.toFile().setExecutable(true));
  }

  @Test
  void theDemonstrationBuildsUntilTheJarIsWhole() throws IOException, InterruptedException {
    assertEquals(DEMO_BUILD, failing("demo"));
    assertEquals(DEMO_BUILD, failing("demo"));
  }

  @Test
  void theBenchmarkBuildsUntilABuildIsFinishedAndElsewhere()
      throws IOException, InterruptedException {
    Path jar =
        Files.createDirectories(clone.resolve("target")).resolve("transferability-spark.jar");
    Files.writeString(jar, "the jar of the jobs");
    assertEquals(BENCH_BUILD, failing("bench", "--help"));
    assertEquals(BENCH_BUILD, failing("bench", "--help"));
    assertEquals("the jar of the jobs", Files.readString(jar));
  }

  private String failing(String script, String... arguments)
      throws IOException, InterruptedException {
    Path copy = clone.resolve("jobs").resolve(script);
    Files.copy(
        Path.of("jobs", script),
        copy,
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES); // it may be run
    ProcessBuilder builder = new ProcessBuilder(copy.toString()).redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    builder.environment().merge("PATH", mvn.getParent().toString(), (old, own) -> own + ":" + old);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(7, process.waitFor(), said);
    return said;
  }
}
