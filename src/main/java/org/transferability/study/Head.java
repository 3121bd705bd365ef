package org.transferability.study;

import java.util.List;
import java.util.Locale;

/** How the new head will be trained, which decides what sources are ranked by. */
public enum Head {
  /** Tuned or trained to convergence: a linear probe with an intercept, by its held-out R2. */
  TUNED(EstimatorKind.CV_R2, EstimatorKind.LOGME),
  /** From zero, for a few epochs, on raw features and raw labels. */
  SHORT(EstimatorKind.LOGME, EstimatorKind.CV_R2);

  private final EstimatorKind first;
  private final EstimatorKind second;

  Head(EstimatorKind first, EstimatorKind second) {
    this.first = first;
    this.second = second;
  }

  /**
   * The estimators if none are named: the one that ranks, the one that ranks for the other kind of
   * head, and those of the paper, the last of which reads predictions. Without folds gcv takes the
   * place of the held-out R2.
   */
  public List<EstimatorKind> estimators(int folds) {
    return List.of(
        held(first, folds), held(second, folds), EstimatorKind.LINEAR_MSE, EstimatorKind.LABEL_MSE);
  }

  private static EstimatorKind held(EstimatorKind kind, int folds) {
    return kind.holdsOut() && folds == 0 ? EstimatorKind.GCV : kind;
  }

  /** The value in options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
