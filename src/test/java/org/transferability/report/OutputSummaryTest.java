package org.transferability.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutputSummaryTest {
  private static ScoreTable table() {
    List<ScoreRow> rows = new ArrayList<>();
    rows.add(Rows.row("a", "v", "cv-r2", "best", 0.5));
    double[] scores = {0.9, 0.1, 0.4, Double.NaN, 0.2};
    for (int k = 0; k < scores.length; k++) {
      rows.add(Rows.row("a", "v[" + k + "]", "cv-r2", "best", scores[k]).ofColumn("v"));
    }
    return ScoreTable.of(rows);
  }

  /** numpy: a = [.9, .1, .4, .2]; a.mean(), numpy.median(a), numpy.quantile(a, [.1, .9]). */
  @Test
  void meanMedianAndQuantilesAreThoseOfTheOutputs() {
    OutputSummary summary = OutputSummary.all(table()).get(0);
    assertEquals(new Measure("cv-r2", "best"), summary.measure());
    assertEquals(4, summary.outputs());
    assertEquals(0.4, summary.mean(), 1e-15);
    assertEquals(0.3, summary.median(), 1e-15);
    assertEquals(0.13, summary.low(), 1e-15);
    assertEquals(0.75, summary.high(), 1e-15);
  }

  @Test
  void columnsAreARowOfTheFile() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CsvOutputs.write(OutputSummary.all(table()), out);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(2, lines.size());
    assertEquals("source,dataset,target,estimator,lambda,outputs,mean,median,q10,q90", lines.get(0));
    assertEquals("a,cub,v,cv-r2,best,4", lines.get(1).substring(0, 20));
  }

  @Test
  void theConsoleHasColumnsOnly() {
    List<String> targets = table().ofColumns().rows().stream().map(ScoreRow::target).toList();
    assertEquals(List.of("v"), targets);
    assertEquals(List.of(), OutputSummary.all(table().ofColumns()));
  }
}
