package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.List;
import org.transferability.score.CvMse;
import org.transferability.score.FoldErrors;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;
import org.transferability.solve.HeldOut;
import org.transferability.solve.RidgeFit;

/**
 * Collects, fold by fold, the errors that the fits of one group of targets make on held-out rows.
 */
final class CrossValidation {
  private final long[] rows;
  private final RidgeFit.Source source;
  private final HeldOut[] folds;
  private final HeldOut[][] beside;

  /**
   * @param rows of the group, by fold
   * @param source what the fits and the errors are made of
   */
  CrossValidation(long[] rows, RidgeFit.Source source) {
    this.source = source;
    this.rows = rows;
    this.folds = new HeldOut[rows.length];
    this.beside = new HeldOut[rows.length][rows.length];
  }

  /** The errors on fold k of the fits to all others. */
  void add(int k, HeldOut errors) {
    folds[k] = errors;
  }

  /** The errors on fold k of the fits that lack fold {@code other} too. */
  void add(int other, int k, HeldOut errors) {
    beside[other][k] = errors;
  }

  /**
   * The scores of one target: at each penalty, and with the best where there are several.
   *
   * @param whole the fits to all rows
   */
  List<Score> scores(String name, GroupFits whole, int first, int outputs, double confidence) {
    List<Score> fitted = whole.trainingErrors(first, outputs);
    double variance = whole.variance(first, outputs);
    List<FoldErrors> errors = new ArrayList<>();
    List<Score> scores = new ArrayList<>();
    for (int p = 0; p < fitted.size(); p++) {
      errors.add(errors(p, first, outputs, variance));
      scores.add(CvMse.of(name, fitted.get(p), errors.get(p), confidence));
    }
    if (fitted.size() > 1) {
      Score best = CvMse.best(name, fitted, errors, confidence);
      int lost = 0; // of those that may have been the best
      for (int p = 0; p < errors.size(); p++) {
        boolean rival = errors.get(p).least() <= -best.score() * best.n();
        lost = rival ? Math.max(lost, scores.get(p).flags().digitsLost()) : lost;
      }
      scores.add(best.withDigitsLost(lost));
    }
    return scores.stream().map(CrossValidation::known).toList();
  }

  /** Without an interval that is rounding. */
  private static Score known(Score score) {
    return score.resolves(score.uncertainty().standardError())
        ? score
        : score.withUncertainty(Uncertainty.UNKNOWN);
  }

  private FoldErrors errors(int penalty, int first, int outputs, double variance) {
    int count = rows.length;
    double[] squares = new double[count];
    double[][] pairs = new double[count][count];
    double rounding = 0;
    for (int k = 0; k < count; k++) {
      squares[k] = sum(folds[k], penalty, first, outputs);
      for (int j = 0; j < count; j++) {
        pairs[k][j] = sum(beside[k][j], penalty, first, outputs);
      }
      for (int o = first; o < first + outputs && folds[k] != null; o++) {
        rounding += folds[k].errorEstimate(penalty, o);
      }
    }
    return new FoldErrors(rows, squares, pairs, variance, rounding, source);
  }

  private static double sum(HeldOut errors, int penalty, int first, int outputs) {
    if (errors == null) {
      return Double.NaN;
    }
    double sum = 0;
    for (int o = first; o < first + outputs; o++) {
      sum += errors.squares(penalty, o);
    }
    return sum;
  }
}
