package org.transferability.study;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The penalties of a study. Penalties of the user apply to every estimator. Otherwise each
 * estimator has its own: those of the paper 0 and 1; estimators that choose a penalty the best of a
 * fixed grid.
 *
 * @param asked no duplicates; empty: the defaults of each estimator
 */
public record Penalties(List<Penalty> asked) {
  /** The defaults of each estimator. */
  public static final Penalties DEFAULT = new Penalties(List.of());

  private static final List<Penalty> OF_PAPER = List.of(Penalty.parse("0"), Penalty.parse("1"));

  /** Wide enough for tuned linear probes: docs/estimators.md has the comparison. */
  private static final List<Penalty> GRID =
      Stream.of("1e-4r", "1e-3r", "0.01r", "0.1r", "1r", "10r").map(Penalty::parse).toList();

  /** Where curves are drawn as well, because they are too coarse with the grid alone. */
  private static final List<Penalty> BETWEEN =
      Stream.of("3e-4r", "3e-3r", "0.03r", "0.3r", "3r").map(Penalty::parse).toList();

  public Penalties {
    asked = List.copyOf(new LinkedHashSet<>(asked));
  }

  /** The penalties at which this estimator, which has one, is computed. */
  public List<Penalty> of(EstimatorKind estimator) {
    if (!asked.isEmpty()) {
      return asked;
    }
    return estimator.choosesPenalty() ? GRID : OF_PAPER;
  }

  /** The penalties of several estimators, each once. */
  public List<Penalty> of(List<EstimatorKind> estimators) {
    Set<Penalty> all = new LinkedHashSet<>();
    estimators.stream().filter(EstimatorKind::penalised).forEach(kind -> all.addAll(of(kind)));
    return List.copyOf(all);
  }

  /** Whether only the score at the best penalty is reported, not that at each. */
  public boolean showsOnlyBest(EstimatorKind estimator) {
    return asked.isEmpty() && estimator.choosesPenalty();
  }

  /** Penalties between those of the grid, if only the score at the best one is reported. */
  public List<Penalty> between(List<EstimatorKind> estimators) {
    return estimators.stream().anyMatch(this::showsOnlyBest) ? BETWEEN : List.of();
  }

  /** Whether the estimator has a score at its best penalty. */
  public boolean hasBest(EstimatorKind estimator) {
    return estimator.choosesPenalty() && of(estimator).size() > 1;
  }

  /** Those that were asked for, as in options. */
  @Override
  public String toString() {
    return asked.toString();
  }

  /** As texts, for run.json and the console. */
  public List<String> describe(List<EstimatorKind> estimators) {
    if (!asked.isEmpty()) {
      return asked.stream().map(Penalty::toString).toList();
    }
    List<String> texts = new ArrayList<>();
    if (estimators.stream().anyMatch(kind -> kind.penalised() && !kind.choosesPenalty())) {
      OF_PAPER.forEach(penalty -> texts.add(penalty.toString()));
    }
    if (estimators.stream().anyMatch(EstimatorKind::choosesPenalty)) {
      texts.add("best of " + GRID.get(0) + " to " + GRID.get(GRID.size() - 1));
    }
    return texts;
  }
}
