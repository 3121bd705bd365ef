package org.transferability.report.evaluation;

import java.util.Arrays;
import java.util.List;
import org.transferability.evaluate.Comparison;
import org.transferability.evaluate.Dispersion;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.MissingPair;
import org.transferability.evaluate.TargetEvaluation;
import org.transferability.evaluate.WithinTarget;
import org.transferability.report.evaluation.EvaluationTable.Kind;

/** The columns of the tables that an evaluation writes. */
final class EvaluationTables {
  static final String WITHIN_TARGET = "within-target";
  static final String POOLED = "pooled";

  private EvaluationTables() {}

  static EvaluationTable evaluation(List<Evaluation> evaluations) {
    EvaluationTable.Builder table =
        new EvaluationTable.Builder()
            .columns(Kind.TEXT, "estimator", "transfer", "scope", "statistic")
            .columns(Kind.WHOLE, "targets", "pairs")
            .columns(Kind.NUMBER, "value", "lower", "upper");
    for (Evaluation row : evaluations) {
      table.row(
          row.estimator(),
          row.transfer(),
          isWithinTarget(row.statistic()) ? WITHIN_TARGET : POOLED,
          row.statistic(),
          row.targets(),
          row.pairs(),
          row.value(),
          row.lower(),
          row.upper());
    }
    return table.build();
  }

  static EvaluationTable byTarget(List<TargetEvaluation> evaluations) {
    EvaluationTable.Builder table =
        new EvaluationTable.Builder()
            .columns(Kind.TEXT, "estimator", "transfer", "dataset", "target")
            .columns(Kind.WHOLE, "sources")
            .columns(Kind.TEXT, "statistic")
            .columns(Kind.NUMBER, "value");
    for (TargetEvaluation row : evaluations) {
      table.row(
          row.estimator(),
          row.transfer(),
          row.dataset(),
          row.target(),
          row.sources(),
          row.statistic(),
          row.value());
    }
    return table.build();
  }

  static EvaluationTable comparisons(List<Comparison> comparisons) {
    EvaluationTable.Builder table =
        new EvaluationTable.Builder()
            .columns(Kind.TEXT, "first", "second", "transfer", "statistic")
            .columns(Kind.WHOLE, "targets")
            .columns(Kind.NUMBER, "difference", "lower", "upper")
            .columns(Kind.WHOLE, "first_better", "second_better")
            .columns(Kind.NUMBER, "sign_p", "permutation_p")
            .columns(Kind.TEXT, "verdict");
    for (Comparison row : comparisons) {
      table.row(
          row.first(),
          row.second(),
          row.transfer(),
          row.statistic(),
          row.targets(),
          row.difference(),
          row.lower(),
          row.upper(),
          row.firstBetter(),
          row.secondBetter(),
          row.signP(),
          row.permutationP(),
          row.verdict().label());
    }
    return table.build();
  }

  static EvaluationTable missing(List<MissingPair> pairs) {
    EvaluationTable.Builder table =
        new EvaluationTable.Builder()
            .columns(Kind.TEXT, "source", "dataset", "target", "missing", "of");
    for (MissingPair row : pairs) {
      table.row(
          row.pair().source(),
          row.pair().dataset(),
          row.pair().target(),
          row.side().label(),
          row.what());
    }
    return table.build();
  }

  static EvaluationTable dispersions(List<Dispersion> targets) {
    EvaluationTable.Builder table =
        new EvaluationTable.Builder()
            .columns(Kind.TEXT, "transfer", "dataset", "target")
            .columns(Kind.WHOLE, "sources")
            .columns(Kind.NUMBER, "best", "median", "worst", "median_from_best", "worst_from_best");
    for (Dispersion row : targets) {
      table.row(
          row.transfer(),
          row.dataset(),
          row.target(),
          row.sources(),
          row.best(),
          row.median(),
          row.worst(),
          row.medianFromBest(),
          row.worstFromBest());
    }
    return table.build();
  }

  private static boolean isWithinTarget(String statistic) {
    return Arrays.stream(WithinTarget.values()).anyMatch(one -> one.label().equals(statistic));
  }
}
