package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobs/demo} is the first command that anybody runs, on a clone where nothing is built. */
final class DemoScriptTest {
  @TempDir Path clone;

  @Test
  void buildsWhereNothingWasBuilt() throws IOException, InterruptedException {
    Files.createDirectories(clone.resolve("jobs"));
    Files.createDirectories(clone.resolve("src/main"));
    Files.createFile(clone.resolve("pom.xml"));
    Files.copy(
        Path.of("jobs/demo"),
        clone.resolve("jobs/demo"),
        StandardCopyOption.COPY_ATTRIBUTES); // it may be run
    Path mvn = Files.createDirectories(clone.resolve("bin")).resolve("mvn");
    Files.writeString(mvn, "#!/bin/sh\necho \"mvn $*\"; exit 7\n");
    assertEquals(true, mvn.toFile().setExecutable(true));
    ProcessBuilder builder =
        new ProcessBuilder(clone.resolve("jobs/demo").toString()).redirectErrorStream(true);
    builder.environment().merge("PATH", mvn.getParent().toString(), (old, own) -> own + ":" + old);
    Process demo = builder.start();
    String said = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(7, demo.waitFor(), said);
    assertEquals(
        "Building (mvn -DskipTests package) ...\nmvn -q -B -DskipTests package\n", said, said);
  }
}
