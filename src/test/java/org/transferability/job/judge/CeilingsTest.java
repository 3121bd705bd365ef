package org.transferability.job.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.report.ScoreRow;
import org.transferability.report.ScoreTable;
import org.transferability.score.Flags;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;
import org.transferability.study.InputException;

final class CeilingsTest {
  @TempDir private Path dir;

  private Ceilings read(String table) throws IOException {
    Path file = Files.writeString(dir.resolve("ceilings.csv"), table);
    return Ceilings.read(new Configuration(), file.toString());
  }

  private static ScoreRow row(String dataset, String target, String estimator, double score) {
    return new ScoreRow(
        "s",
        dataset,
        target,
        new Score(
            estimator,
            "best",
            score,
            Score.Fit.NONE,
            new Score.Shape(10, 2, 1, 2, 1),
            Uncertainty.UNKNOWN,
            Scope.TARGETS,
            Flags.none()));
  }

  @Test
  void heldOutR2IsDividedByTheCeilingOfItsTarget() throws IOException {
    ScoreTable scores =
        ScoreTable.of(
            List.of(
                row("d", "v[0]", "cv-r2", 0.3),
                row("d", "v[1]", "cv-r2", -0.1),
                row("e", "v[0]", "cv-pearson", 0.5),
                row("e", "v[0]", "cv-r2", 0.2)));
    Ceilings ceilings = read("target,ceiling,dataset\nv[0],0.6,d\nv[0],0.8,\nother,1,d\n");
    List<ScoreRow> rows = ceilings.in(scores).rows();
    assertEquals(0.5, rows.get(0).ofCeiling(), 1e-15);
    assertTrue(Double.isNaN(rows.get(1).ofCeiling()), "v[1] has none");
    assertTrue(Double.isNaN(rows.get(2).ofCeiling()), "a correlation is not an R2");
    assertEquals(0.25, rows.get(3).ofCeiling(), 1e-15);
    assertEquals(0.8, rows.get(3).ceiling());
    assertEquals(1, ceilings.warnings(scores).size());
    assertTrue(ceilings.warnings(scores).get(0).contains("'other'"));
  }

  @Test
  void otherNumbersAreErrors() {
    for (String value : List.of("0", "-0.1", "1.01", "nan", "", "half")) {
      assertThrows(
          InputException.class, () -> read("target,ceiling\na,0.5\nb," + value + "\n"), value);
    }
    assertThrows(InputException.class, () -> read("target,ceiling\na,0.5\na,0.6\n"));
    assertThrows(InputException.class, () -> read("target,max\na,0.5\n"));
  }
}
