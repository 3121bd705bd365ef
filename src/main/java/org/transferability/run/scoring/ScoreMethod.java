package org.transferability.run.scoring;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.transferability.candidate.Selection;
import org.transferability.score.BlockShifts;
import org.transferability.score.ClassWeights;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Folds;
import org.transferability.study.Head;
import org.transferability.study.InputException;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;

/**
 * How scores are computed where there is a choice.
 *
 * @param head how the new head will be trained
 * @param bins bins of each output, for estimators that tell rows apart by classes of their labels;
 *     empty: {@link org.transferability.accumulate.classes.LabelBins#usual}
 * @param weights of the classes in transrate
 * @param refine when a second pass restores digits that rounding took
 * @param intercept whether ridge regressions have one
 * @param outputs whether the outputs of a list are targets too
 * @param ceiling the path of a table with the largest possible R2 of targets; empty: none
 * @param rankBy the name of the measure that ranks, with or without its penalty; empty: the first
 *     of {@link Scoring#preference}
 * @param top how many of the best sources of a target the candidates shall contain
 * @param margin differences of R2 below this are irrelevant
 * @param intervals whether scores on held-out rows have intervals, which take about half of the
 *     time of solving
 */
public record ScoreMethod(
    Head head,
    OptionalInt bins,
    ClassWeights weights,
    Refine refine,
    Outputs outputs,
    Intercept intercept,
    Optional<String> ceiling,
    Optional<String> rankBy,
    int top,
    double margin,
    boolean intervals) {
  /** Usual bins, the paper's weights, refining where it is needed, one score a column. */
  public static final ScoreMethod DEFAULT =
      new ScoreMethod(
          Head.TUNED,
          OptionalInt.empty(),
          ClassWeights.ROWS,
          Refine.AUTO,
          Outputs.TOGETHER,
          Intercept.FITTED,
          Optional.empty(),
          Optional.empty(),
          Selection.DEFAULT_TOP,
          Selection.DEFAULT_MARGIN,
          true);

  private static final int MOST_BINS = 10_000;

  /** What the scores of a column with lists are. */
  public enum Outputs {
    /** One score of all its outputs. */
    TOGETHER,
    /** Also one of each output, as of a target of its own. */
    EACH
  }

  /** Whether ridge regressions have an intercept. */
  public enum Intercept {
    /** One that is not penalised. */
    FITTED,
    /** None. */
    NONE
  }

  /** When the rows are read a second time. */
  public enum Refine {
    /** For scores that would have the flag digits-lost. */
    AUTO,
    /** For all scores of ridge regressions. */
    ALWAYS,
    /** Never. */
    NEVER;

    /** The value in options. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ScoreMethod {
    Objects.requireNonNull(head);
    Objects.requireNonNull(bins);
    Objects.requireNonNull(weights);
    Objects.requireNonNull(refine);
    Objects.requireNonNull(outputs);
    if (Objects.requireNonNull(intercept) == Intercept.NONE && refine != Refine.NEVER) {
      throw new InputException(
          "Cannot read rows again for fits without an intercept: expected --refine never, found "
              + refine);
    }
    if (top < 1) {
      throw new InputException("Cannot use --top: expected a number >= 1, found " + top);
    }
    if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          "Cannot use --margin: expected a difference of R2 >= 0, found " + margin);
    }
    if (bins.isPresent() && (bins.getAsInt() < 2 || bins.getAsInt() > MOST_BINS)) {
      throw new InputException(
          "Cannot use --bins: expected 2 to %,d, found %d".formatted(MOST_BINS, bins.getAsInt()));
    }
  }

  /**
   * Refuses what has no meaning without an intercept.
   *
   * @throws InputException if an estimator or a penalty needs one
   */
  public void requireUseIn(List<EstimatorKind> estimators, Penalties penalties) {
    if (intercept == Intercept.FITTED) {
      return;
    }
    if (estimators.contains(EstimatorKind.GCV)) {
      throw new InputException(
          "Cannot score gcv with --no-intercept: expected estimators such as cv-r2 or linear-mse");
    }
    for (Penalty penalty : penalties.asked()) {
      if (penalty.isComponents()) {
        throw new InputException(
            "Cannot use %s with --no-intercept: expected penalties, because principal components are about the means"
                .formatted(penalty));
      }
    }
  }

  /**
   * The method of a round of a race, by the estimator that ranks alone. Rounds compare errors of
   * blocks of rows and use no intervals.
   */
  public ScoreMethod ofRound() {
    return new ScoreMethod(
        head,
        DEFAULT.bins,
        DEFAULT.weights,
        Refine.NEVER,
        outputs,
        intercept,
        Optional.empty(),
        rankBy,
        top,
        margin,
        false);
  }

  /** What candidates are looked for, at the confidence level of the folds. */
  public Selection selection(Folds folds) {
    return new Selection(top, folds.confidence(), margin);
  }

  /** The options by name, for run.json. */
  public void describe(Map<String, Object> options) {
    options.put("head", head.toString());
    options.put("bins", bins.isPresent() ? bins.getAsInt() : "usual");
    options.put("transrate-weights", weights.toString());
    options.put("refine", refine.toString());
    options.put("ceiling", ceiling.orElse(null));
    options.put("top", top);
    options.put("margin", margin);
    options.put("candidate-blocks", BlockShifts.BLOCKS);
    options.put("no-intercept", intercept == Intercept.NONE ? true : null);
    options.put("each-output", outputs == Outputs.EACH ? true : null);
  }
}
