package org.transferability.job.judge;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.transferability.evaluate.Bootstrap;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.Evaluator;
import org.transferability.evaluate.ScoredPair;
import org.transferability.report.Measure;
import org.transferability.report.RunRecord;
import org.transferability.report.ScoreTable;
import org.transferability.report.evaluation.EvaluationConsole;
import org.transferability.report.evaluation.EvaluationResult;
import org.transferability.report.page.HtmlMeasured;
import org.transferability.report.text.Terminal;
import org.transferability.study.Measured;

/**
 * What {@code jobs/score --actual} adds to a run: the comparison of its scores with measured
 * transfers, as {@code jobs/evaluate} judges them by default. The measurements are read before
 * anything is scored, so that a mistake in them costs no run.
 */
public final class Judgement {
  private final Measured source;
  private final EvaluateActual actual;
  private Optional<EvaluationResult> result = Optional.empty();

  private Judgement(Measured source, EvaluateActual actual) {
    this.source = source;
    this.actual = actual;
  }

  public static Judgement read(Configuration conf, Measured source) throws IOException {
    return new Judgement(source, EvaluateActual.read(conf, source));
  }

  /**
   * Judges a table.
   *
   * @return warnings: that nothing of it was measured
   */
  public List<String> judge(ScoreTable table) {
    List<ScoredPair> scored =
        table.rows().stream()
            .map(row -> new ScoredPair(row.pair(), Measure.of(row).toString(), row.score().score()))
            .toList();
    Evaluator evaluator =
        new Evaluator(scored, actual.measured(), source.better(), Bootstrap.DEFAULT);
    List<Evaluation> evaluations = evaluator.evaluations();
    if (EvaluateComparisons.pairs(evaluations) == 0) {
      return List.of(
          "no target has two sources that are both scored and measured (%s): the scores are not evaluated"
              .formatted(source.path()));
    }
    result =
        Optional.of(
            new EvaluateComparisons(evaluator, evaluations)
                .result(List.of(), Optional.empty(), Bootstrap.DEFAULT.level()));
    return List.of();
  }

  /** The measurements for run.json. */
  public RunRecord.Input input() {
    return actual.input();
  }

  /** The measurements and their evaluation, for report.html. */
  public Optional<HtmlMeasured> shown() {
    return result.map(found -> new HtmlMeasured(actual.measured(), source.better(), found));
  }

  /** For the console. */
  public String text() {
    return result.map(new EvaluationConsole(Terminal.ofOutput().style())::brief).orElse("");
  }
}
