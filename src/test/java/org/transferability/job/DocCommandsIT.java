package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command and every Python snippet of the documentation is run: the blocks of a page in their
 * order, in a folder of its own that looks like this project with an empty {@code target/}. Two
 * pages at a time.
 */
final class DocCommandsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");
  private static final Pattern IMPORT =
      Pattern.compile("^(?:import|from) (\\w+)", Pattern.MULTILINE);
  private static final Pattern COMMAND =
      Pattern.compile("^(\\$ |jobs/|mvn |docker|export |python3? |pip )");

  @TempDir static Path scratch;
  private static final ExecutorService WORKERS = Executors.newFixedThreadPool(2);

  /** What became of a block; {@code skipped} says why it was not run. */
  private record Outcome(int exitCode, String output, String skipped) {
    private static final String LACKING = "not installed: ";

    static Outcome skip(String reason) {
      return new Outcome(0, "", reason);
    }

    /** What is not installed that this block needed; empty: nothing. */
    String lacking() {
      return skipped.startsWith(LACKING) ? skipped : "";
    }
  }

  @AfterAll
  static void stop() {
    WORKERS.shutdownNow();
  }

  @TestFactory
  List<DynamicTest> everyCommandRuns() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages()) {
      List<DocBlocks.Block> blocks =
          DocBlocks.of(JobProcess.home(), page).stream()
              .filter(block -> List.of("bash", "python").contains(block.language()))
              .toList();
      if (blocks.isEmpty()) {
        continue;
      }
      Path folder = folder(page);
      CompletableFuture<String> lacking = CompletableFuture.completedFuture("");
      for (DocBlocks.Block block : blocks) {
        // what comes after a snippet that could not run may need what it would have written
        CompletableFuture<Outcome> run =
            lacking.thenApplyAsync(
                why -> why.isEmpty() ? run(block, folder) : Outcome.skip(why), WORKERS);
        lacking = run.thenApply(Outcome::lacking);
        tests.add(DynamicTest.dynamicTest(block.name(), () -> check(block, run.join())));
      }
    }
    assertTrue(tests.size() > 10, "pages are found");
    return tests;
  }

  /** Commands stand in blocks marked bash, or nobody runs them. */
  @TestFactory
  List<DynamicTest> noCommandHides() throws IOException {
    return pages().stream()
        .map(
            page ->
                DynamicTest.dynamicTest(
                    page.toString(),
                    () ->
                        assertEquals(
                            List.of(),
                            DocBlocks.of(JobProcess.home(), page).stream()
                                .filter(block -> block.language().isEmpty())
                                .filter(block -> COMMAND.matcher(block.text()).lookingAt())
                                .map(DocBlocks.Block::name)
                                .toList())))
        .toList();
  }

  private static void check(DocBlocks.Block block, Outcome outcome) {
    if (!outcome.skipped().isEmpty()) {
      abort(outcome.skipped());
    }
    assertEquals(0, outcome.exitCode(), () -> block.text() + outcome.output());
  }

  private static Outcome run(DocBlocks.Block block, Path folder) {
    if (!block.notRun().isEmpty()) {
      return Outcome.skip(block.notRun());
    }
    try {
      String program = block.setup() + block.text();
      if (block.language().equals("bash")) {
        return process(folder, "bash", "-euo", "pipefail", "-c", program);
      }
      List<String> missing = new ArrayList<>();
      for (String python : PYTHONS) {
        Outcome found = process(folder, python, "-c", modules(program));
        if (found.exitCode() == 0) {
          return process(folder, python, "-c", program);
        }
        missing.add(found.output().lines().reduce((a, b) -> b).orElse(python));
      }
      return Outcome.skip(Outcome.LACKING + String.join("; ", missing));
    } catch (IOException | InterruptedException e) {
      return new Outcome(-1, e.toString(), "");
    }
  }

  private static String modules(String python) {
    StringBuilder imports = new StringBuilder();
    Matcher found = IMPORT.matcher(python);
    while (found.find()) {
      imports.append("import ").append(found.group(1)).append('\n');
    }
    return imports.toString();
  }

  private static Outcome process(Path folder, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(scratch, "block", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // What the developer's own shell says must not decide what is tested.
    builder
        .environment()
        .keySet()
        .removeAll(List.of("SPARK_HOME", "SPARK_CONF_DIR", "SPARK_SUBMIT_OPTS", "MASTER"));
    // On little data a job mostly waits for the optimising compiler.
    builder.environment().put("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) { // no such program
      return new Outcome(127, e.getMessage(), "");
    }
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return new Outcome(
          -1, "still running after " + PATIENCE + "\n" + Files.readString(output), "");
    }
    return new Outcome(process.exitValue(), Files.readString(output), "");
  }

  /** A folder in which relative paths mean what they mean here, but for {@code target/}. */
  private static Path folder(Path page) throws IOException {
    Path folder = scratch.resolve(page.toString().replace('/', '-'));
    Files.createDirectories(folder.resolve("target"));
    for (String name : List.of("jobs", "conf", "src", "docs", "pom.xml")) {
      Files.createSymbolicLink(folder.resolve(name), JobProcess.home().resolve(name));
    }
    return folder;
  }

  private static List<Path> pages() throws IOException {
    Path home = JobProcess.home();
    try (Stream<Path> docs = Files.walk(home.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md").map(home::resolve),
              docs.filter(file -> file.toString().endsWith(".md")))
          .map(home::relativize)
          .sorted()
          .toList();
    }
  }
}
