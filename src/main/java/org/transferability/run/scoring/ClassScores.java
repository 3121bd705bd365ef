package org.transferability.run.scoring;

import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.TargetMoments;
import org.transferability.accumulate.classes.ClassMoments;
import org.transferability.accumulate.classes.TargetClasses;
import org.transferability.run.plan.TargetLayout;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.ClassWeights;
import org.transferability.score.HScore;
import org.transferability.score.Score;
import org.transferability.score.TransRate;
import org.transferability.solve.CodingRates;
import org.transferability.solve.Diagnostics;
import org.transferability.solve.ShrunkCovariance;
import org.transferability.study.EstimatorKind;

/**
 * The scores by classes of labels of one group of targets; the shrunk covariance is made once, when
 * the first target asks for it. One thread.
 */
final class ClassScores {
  private final TargetLayout layout;
  private final TargetMoments moments;
  private final ClassMoments classes;
  private final int group;
  private final ClassWeights weights;
  private @Nullable ShrunkCovariance covariance; // null until asked for

  ClassScores(
      TargetLayout layout,
      TargetMoments moments,
      ClassMoments classes,
      int group,
      ClassWeights weights) {
    this.layout = layout;
    this.moments = moments;
    this.classes = classes;
    this.group = group;
    this.weights = weights;
  }

  /**
   * The score of one target.
   *
   * @param known of the features of the group
   */
  Score score(EstimatorKind estimator, TargetSlice slice, Diagnostics known) {
    TargetClasses target = classes.target(layout.targets().indexOf(slice));
    int outputs = slice.width();
    String name = estimator.label();
    return estimator.readsClassScatters()
        ? TransRate.of(name, CodingRates.of(moments, target), weights, target, outputs, known)
        : HScore.of(name, covariance(), target, outputs, known);
  }

  private ShrunkCovariance covariance() {
    if (covariance == null) {
      covariance = ShrunkCovariance.of(moments, classes.fourthMoment(group));
    }
    return covariance;
  }
}
