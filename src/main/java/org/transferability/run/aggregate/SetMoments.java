package org.transferability.run.aggregate;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.classes.ClassAccumulator;
import org.transferability.accumulate.classes.ClassLayout;
import org.transferability.accumulate.classes.ClassMoments;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.sample.RowSample;
import org.transferability.run.chunk.RowCounts;
import org.transferability.run.plan.Pass;

/**
 * The merged moments and counts of the rows of a feature set.
 *
 * @param features moments of features and labels, if features were read
 * @param reduced the rows of features themselves, in coordinates of their span, if they are no more
 *     than the features; then moments and classes of the features are made of them
 * @param predictions moments of predictions and labels, if predictions were read
 * @param featureClasses classes of labels of the features, if there are any
 * @param predictionClasses classes of labels of the predictions, if told apart
 * @param samples some of the rows themselves
 * @param counts what was read and joined
 * @param labelsWithoutFeatures label rows that found no features, 0 without a join
 * @param matched serialised bitmap of the label rows that found features, empty without a table
 */
public record SetMoments(
    Optional<FoldMoments> features,
    Optional<ReducedRows> reduced,
    Optional<FoldMoments> predictions,
    Optional<ClassMoments> featureClasses,
    Optional<ClassMoments> predictionClasses,
    Samples samples,
    RowCounts counts,
    long labelsWithoutFeatures,
    Optional<byte[]> matched) {

  /**
   * Some of the rows.
   *
   * @param features rows with features, of reduced rows only their numbers; empty if none are
   *     sampled
   * @param predictions the same with predictions
   */
  public record Samples(Optional<RowSample> features, Optional<RowSample> predictions) {
    public static final Samples NONE = new Samples(Optional.empty(), Optional.empty());
  }

  /** Without samples. */
  public SetMoments(
      Optional<FoldMoments> features,
      Optional<ReducedRows> reduced,
      Optional<FoldMoments> predictions,
      Optional<ClassMoments> featureClasses,
      Optional<ClassMoments> predictionClasses,
      RowCounts counts,
      long labelsWithoutFeatures,
      Optional<byte[]> matched) {
    this(
        features,
        reduced,
        predictions,
        featureClasses,
        predictionClasses,
        Samples.NONE,
        counts,
        labelsWithoutFeatures,
        matched);
  }

  SetMoments withFeatures(FoldMoments whole) {
    return new SetMoments(
        Optional.of(whole),
        reduced,
        predictions,
        featureClasses,
        predictionClasses,
        samples,
        counts,
        labelsWithoutFeatures,
        matched);
  }

  SetMoments withReduced(ReducedRows rows) {
    return new SetMoments(
        features,
        Optional.of(rows),
        predictions,
        featureClasses,
        predictionClasses,
        samples,
        counts,
        labelsWithoutFeatures,
        matched);
  }

  /**
   * The same with moments and classes of the features where these are reduced rows so far. Cost: n
   * r^2 multiply-adds for n rows in r coordinates.
   */
  public SetMoments accumulated(Pass plan) {
    if (reduced.isEmpty()) {
      return this;
    }
    ReducedRows rows = reduced.get();
    int r = rows.width();
    FoldAccumulator folds = new FoldAccumulator(r, plan.targets().layout(), plan.folds().count());
    @Nullable ClassLayout kept = plan.classes().features();
    @Nullable ClassAccumulator classes = kept == null ? null : new ClassAccumulator(r, kept);
    int outputs = plan.targets().layout().outputs();
    rows.forEachBlock(
        (values, labels, foldOfRow, count) -> {
          if (classes != null) {
            classes.add(values, labels, outputs, count);
          }
          folds.add(values, labels, foldOfRow, count);
        });
    FoldMoments centred = folds.finish();
    return new SetMoments(
        Optional.of(rows.moved(centred)),
        reduced,
        predictions,
        classes == null ? Optional.empty() : Optional.of(classes.finish(centred.whole())),
        predictionClasses,
        samples,
        counts,
        labelsWithoutFeatures,
        matched);
  }
}
