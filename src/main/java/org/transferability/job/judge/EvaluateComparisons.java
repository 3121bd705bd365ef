package org.transferability.job.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.transferability.evaluate.Baselines;
import org.transferability.evaluate.Comparison;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.Evaluator;
import org.transferability.evaluate.WithinTarget;
import org.transferability.report.evaluation.EvaluationResult;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;

/** Which estimators are compared with which, as a part of the result of an evaluation. */
public final class EvaluateComparisons {
  private final Evaluator evaluator;
  private final List<Evaluation> evaluations;
  private final List<Evaluation> kendall;

  /** What evaluator.evaluations() has given. */
  public EvaluateComparisons(Evaluator evaluator, List<Evaluation> evaluations) {
    this.evaluator = evaluator;
    this.evaluations = evaluations;
    this.kendall =
        evaluations.stream()
            .filter(row -> row.statistic().equals(WithinTarget.KENDALL.label()))
            .sorted(Comparator.comparingDouble(row -> -row.value())) // NaN last
            .toList();
  }

  /** The most pairs that an estimator was judged on. */
  public static int pairs(List<Evaluation> evaluations) {
    return evaluations.stream()
        .filter(row -> !row.estimator().equals(Baselines.STATIC_RANKER))
        .filter(row -> !row.estimator().equals(Baselines.TARGET_MEAN))
        .mapToInt(Evaluation::pairs)
        .max()
        .orElse(0);
  }

  private record Duel(String first, String second, String transfer) {}

  /**
   * The result of the evaluation.
   *
   * @param comparisons which are compared; if none are, {@code against} with all others, by default
   *     the best of each transfer
   * @param level of intervals and verdicts
   */
  public EvaluationResult result(List<Versus> comparisons, Optional<String> against, double level) {
    return new EvaluationResult(
        evaluations,
        evaluator.targetEvaluations(),
        of(comparisons, against),
        evaluator.missing(),
        evaluator.dispersions(),
        level);
  }

  private List<Comparison> of(List<Versus> comparisons, Optional<String> against) {
    List<Duel> duels = new ArrayList<>();
    for (String transfer : evaluator.transfers()) {
      if (comparisons.isEmpty()) {
        String first =
            against.map(name -> known("--against", name)).orElseGet(() -> best(transfer));
        others(first, transfer).forEach(second -> duels.add(new Duel(first, second, transfer)));
      }
      for (Versus versus : comparisons) {
        duels.add(
            new Duel(
                known("--compare", versus.first()), known("--compare", versus.second()), transfer));
      }
    }
    // each has its own seeded generator, so that the order of work changes nothing
    return duels.parallelStream()
        .map(duel -> evaluator.compare(duel.first(), duel.second(), duel.transfer()))
        .flatMap(List::stream)
        .toList();
  }

  private String best(String transfer) {
    return kendall.stream()
        .filter(row -> row.transfer().equals(transfer))
        .map(Evaluation::estimator)
        .filter(evaluator.estimators()::contains)
        .findFirst()
        .orElseThrow();
  }

  /** The other estimators, best first, and the baseline that ranks. */
  private List<String> others(String first, String transfer) {
    List<String> others = new ArrayList<>();
    for (Evaluation row : kendall) {
      if (row.transfer().equals(transfer) && evaluator.estimators().contains(row.estimator())) {
        others.add(row.estimator());
      }
    }
    others.add(Baselines.STATIC_RANKER);
    others.remove(first);
    return others;
  }

  private String known(String option, String name) {
    Set<String> names = new LinkedHashSet<>(evaluator.estimators());
    names.add(Baselines.STATIC_RANKER);
    names.add(Baselines.TARGET_MEAN);
    if (!names.contains(name)) {
      throw new InputException(
          "Cannot compare estimators: found '%s', %s (%s)"
              .formatted(name, NearestName.expected(name, names), option));
    }
    return name;
  }
}
