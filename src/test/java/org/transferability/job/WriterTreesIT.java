package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code jobs/score} with the packaged jar on what other programs write with their defaults. */
final class WriterTreesIT {
  @ParameterizedTest
  @ValueSource(strings = {"duckdb-defaults", "polars-defaults"})
  void aTreeOfTextIdsHasTheScoresOfNumpy(String name, @TempDir Path folder) {
    WriterTrees.Tree tree = WriterTrees.named(name);
    Path out = folder.resolve("out");
    JobProcess.Result result = JobProcess.of("score", tree.arguments(out)).run();
    assertEquals(0, result.exitCode(), result::report);
    tree.check(out, "d");
  }
}
