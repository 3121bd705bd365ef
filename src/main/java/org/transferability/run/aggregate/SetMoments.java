package org.transferability.run.aggregate;

import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.classes.ClassAccumulator;
import org.transferability.accumulate.classes.ClassLayout;
import org.transferability.accumulate.classes.ClassMoments;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.sample.RowSample;
import org.transferability.run.chunk.ChunkResult;
import org.transferability.run.chunk.RowCounts;
import org.transferability.run.plan.Pass;

/**
 * The merged moments and counts of the rows of a feature set.
 *
 * @param features moments of features and labels, if features were read
 * @param predictions moments of predictions and labels, if predictions were read
 * @param reduced the rows of features themselves, in coordinates of their span, if they are no more
 *     than the features; then moments and classes of the features are made of them
 * @param counts what was read and joined
 * @param labelsWithoutFeatures label rows that found no features, 0 without a join
 * @param matched serialised bitmap of the label rows that found features, empty without a table
 */
public record SetMoments(
    Side features,
    Side predictions,
    Optional<ReducedRows> reduced,
    RowCounts counts,
    long labelsWithoutFeatures,
    Optional<byte[]> matched) {

  /**
   * What is known of the features, or of the predictions.
   *
   * @param moments by fold
   * @param classes by classes of labels, if there are any
   * @param sample some of the rows, of reduced rows only their numbers; empty if none are sampled
   */
  public record Side(
      Optional<FoldMoments> moments, Optional<ClassMoments> classes, Optional<RowSample> sample) {
    public static final Side NONE = new Side(Optional.empty(), Optional.empty(), Optional.empty());

    int width() {
      return moments.map(folds -> folds.fold(0).width()).orElse(0);
    }

    /** The sum with the chunk that comes next. */
    Side plus(ChunkResult.Side chunk) {
      return new Side(
          plus(moments, chunk.moments(), FoldMoments::fromBytes, FoldMoments::merge),
          plus(classes, chunk.classes(), ClassMoments::fromBytes, (a, b) -> merge(a, b, chunk)),
          plus(sample, chunk.sample(), RowSample::fromBytes, RowSample::merge));
    }

    /** Classes are merged with the moments of both sides at hand. */
    private ClassMoments merge(ClassMoments sum, ClassMoments next, ChunkResult.Side chunk) {
      FoldMoments ofNext = FoldMoments.fromBytes(chunk.moments());
      return ClassMoments.merge(sum, moments.orElseThrow().whole(), next, ofNext.whole());
    }

    private static <T, B> Optional<T> plus(
        Optional<T> sum, @Nullable B chunk, Function<B, T> read, BinaryOperator<T> merge) {
      if (chunk == null) {
        return sum;
      }
      T next = read.apply(chunk);
      return Optional.of(sum.isEmpty() ? next : merge.apply(sum.get(), next));
    }

    /** The sum as that of a chunk. */
    ChunkResult.Side asChunk() {
      return new ChunkResult.Side(
          width(),
          moments.map(FoldMoments::toBytes).orElse(null),
          classes.map(ClassMoments::toBytes).orElse(null),
          sample.map(RowSample::toBytes).orElse(null));
    }
  }

  SetMoments withFeatures(FoldMoments whole) {
    Side merged = new Side(Optional.of(whole), features.classes, features.sample);
    return new SetMoments(merged, predictions, reduced, counts, labelsWithoutFeatures, matched);
  }

  SetMoments withReduced(ReducedRows rows) {
    return new SetMoments(
        features, predictions, Optional.of(rows), counts, labelsWithoutFeatures, matched);
  }

  /**
   * The same with moments and classes of the features where these are reduced rows so far, see
   * {@link ReducedRows#deferredMoments}.
   */
  public SetMoments accumulated(Pass plan) {
    if (reduced.isEmpty()) {
      return this;
    }
    ReducedRows rows = reduced.get().mixed();
    LabelLayout layout = plan.targets().layout();
    int folds = plan.folds().count();
    FoldMoments centred = rows.deferredMoments(layout, folds);
    @Nullable ClassLayout kept = plan.classes().features();
    Side made =
        new Side(
            Optional.of(rows.moved(centred)),
            kept == null
                ? Optional.empty()
                : Optional.of(classes(rows, plan, kept, centred.whole())),
            features.sample);
    return new SetMoments(
        made, predictions, Optional.of(rows), counts, labelsWithoutFeatures, matched);
  }

  private static ClassMoments classes(
      ReducedRows rows, Pass plan, ClassLayout kept, Moments centred) {
    ClassAccumulator classes = new ClassAccumulator(rows.width(), kept);
    int outputs = plan.targets().layout().outputs();
    rows.forEachBlock(
        (values, labels, foldOfRow, count) -> classes.add(values, labels, outputs, count));
    return classes.finish(centred);
  }
}
