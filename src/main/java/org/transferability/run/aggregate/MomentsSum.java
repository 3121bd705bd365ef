package org.transferability.run.aggregate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.classes.ClassMoments;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.sample.RowSample;
import org.transferability.run.chunk.ChunkResult;
import org.transferability.run.chunk.RowCounts;

/**
 * The sum of the moments of chunks, which must be added in chunk order: the order of the additions
 * is the same wherever they are done.
 */
final class MomentsSum {
  private @Nullable FoldMoments features;
  private @Nullable ReducedRows reduced;
  private @Nullable FoldMoments predictions;
  private @Nullable ClassMoments featureClasses;
  private @Nullable ClassMoments predictionClasses;
  private @Nullable RowSample featureSample;
  private @Nullable RowSample predictionSample;

  /** Begins with what an earlier run kept. */
  void begin(SetMoments earlier) {
    features = earlier.features().orElse(null);
    reduced = earlier.reduced().orElse(null);
    predictions = earlier.predictions().orElse(null);
    featureSample = earlier.samples().features().orElse(null);
    predictionSample = earlier.samples().predictions().orElse(null);
  }

  void add(ChunkResult.Accumulated chunk) {
    // classes first: they are merged with the moments of both sides at hand
    featureClasses = add(featureClasses, features, chunk.featureClasses(), chunk.features());
    predictionClasses =
        add(predictionClasses, predictions, chunk.predictionClasses(), chunk.predictions());
    features = add(features, chunk.features());
    if (chunk.reduced() != null) { // the chunk is the whole set
      reduced = ReducedRows.fromBytes(chunk.reduced());
    }
    predictions = add(predictions, chunk.predictions());
    featureSample = add(featureSample, chunk.featureSample());
    predictionSample = add(predictionSample, chunk.predictionSample());
  }

  private static @Nullable RowSample add(@Nullable RowSample sum, byte @Nullable [] chunk) {
    if (chunk == null) {
      return sum;
    }
    RowSample next = RowSample.fromBytes(chunk);
    return sum == null ? next : RowSample.merge(sum, next);
  }

  private static @Nullable ClassMoments add(
      @Nullable ClassMoments sum,
      @Nullable FoldMoments ofSum,
      byte @Nullable [] chunk,
      byte @Nullable [][] ofChunk) {
    if (chunk == null) {
      return sum;
    }
    ClassMoments next = ClassMoments.fromBytes(chunk);
    return sum == null
        ? next
        : ClassMoments.merge(
            sum,
            Objects.requireNonNull(ofSum).whole(),
            next,
            FoldMoments.fromBytes(ofChunk).whole());
  }

  private static @Nullable FoldMoments add(@Nullable FoldMoments sum, byte @Nullable [][] chunk) {
    if (chunk == null) {
      return sum;
    }
    FoldMoments next = FoldMoments.fromBytes(chunk);
    return sum == null ? next : FoldMoments.merge(sum, next);
  }

  Optional<FoldMoments> features() {
    return Optional.ofNullable(features);
  }

  Optional<ReducedRows> reduced() {
    return Optional.ofNullable(reduced);
  }

  Optional<FoldMoments> predictions() {
    return Optional.ofNullable(predictions);
  }

  Optional<ClassMoments> featureClasses() {
    return Optional.ofNullable(featureClasses);
  }

  Optional<ClassMoments> predictionClasses() {
    return Optional.ofNullable(predictionClasses);
  }

  /** Sampled rows. */
  SetMoments.Samples samples() {
    return new SetMoments.Samples(
        Optional.ofNullable(featureSample), Optional.ofNullable(predictionSample));
  }

  /** The sum as a chunk without any counts. */
  ChunkResult.Accumulated asChunk() {
    return new ChunkResult.Accumulated(
        0,
        0,
        features == null ? 0 : features.fold(0).width(),
        features == null ? null : features.toBytes(),
        reduced == null ? null : reduced.toBytes(),
        featureClasses == null ? null : featureClasses.toBytes(),
        featureSample == null ? null : featureSample.toBytes(),
        predictions == null ? 0 : predictions.fold(0).width(),
        predictions == null ? null : predictions.toBytes(),
        predictionClasses == null ? null : predictionClasses.toBytes(),
        predictionSample == null ? null : predictionSample.toBytes(),
        RowCounts.NONE,
        null,
        List.of(),
        null);
  }
}
