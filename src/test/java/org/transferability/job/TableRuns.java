package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.transferability.job.cli.ExitCode;

/** Runs of jobs/score in this process, each in a folder in which only its output may remain. */
final class TableRuns {
  /** The columns of scores.csv that follow source, dataset, target, estimator and penalty. */
  private static final int FIRST_NUMBER = 5;

  private static final int SCORE = 5;

  private final Path folder;
  private int runs;

  TableRuns(Path folder) {
    this.folder = folder;
  }

  record Run(Path out, TestZoo.Outcome outcome) {
    List<String[]> rows() throws IOException {
      return TestZoo.csv(out);
    }

    String scores() throws IOException {
      return Files.readString(out.resolve("scores.csv"));
    }

    JsonNode record() throws IOException {
      return new ObjectMapper().readTree(out.resolve("run.json").toFile());
    }
  }

  Run run(String... options) throws IOException {
    Path out = Files.createDirectories(folder.resolve("run-" + runs++)).resolve("out");
    TestZoo.Outcome outcome =
        TestZoo.score(
            Stream.concat(
                    Stream.of(options),
                    Stream.of("--out", out.toString(), "--quiet", "--report", "none"))
                .toArray(String[]::new));
    return new Run(out, outcome);
  }

  Run score(String... options) throws IOException {
    Run run = run(options);
    assertEquals(ExitCode.OK, run.outcome().exitCode(), run.outcome().err());
    assertEquals(List.of("out"), names(run.out().getParent()));
    return run;
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Scores to 1e-12, other numbers to 1e-7 (a condition number loses digits), all else equal. */
  static void assertSame(Run expected, Run found) throws IOException {
    List<String[]> theirs = expected.rows();
    List<String[]> ours = found.rows();
    assertEquals(theirs.size(), ours.size());
    assertFalse(ours.isEmpty());
    for (int r = 0; r < ours.size(); r++) {
      for (int c = 0; c < ours.get(r).length; c++) {
        String one = theirs.get(r)[c];
        String other = ours.get(r)[c];
        if (c < FIRST_NUMBER || !one.matches("-?[0-9.]+(E-?[0-9]+)?")) {
          assertEquals(one, other);
        } else {
          double value = Double.parseDouble(one);
          double tolerance = c == SCORE ? 1e-12 : 1e-7;
          assertEquals(value, Double.parseDouble(other), tolerance * Math.max(1, Math.abs(value)));
        }
      }
    }
  }
}
