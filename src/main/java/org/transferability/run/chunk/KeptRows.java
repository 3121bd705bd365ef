package org.transferability.run.chunk;

import java.util.Arrays;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.reduced.RowStore;
import org.transferability.accumulate.sample.RowSample;
import org.transferability.accumulate.sample.RowSampler;
import org.transferability.accumulate.sample.SampleLimit;
import org.transferability.study.InputException;

/**
 * The rows of a set that has no more of them than features, or some of its rows, with labels and
 * folds.
 */
public final class KeptRows {
  private final RowStore features;
  private final int outputs;
  private final boolean folded;
  private final SampleLimit sample;
  private double[] labels = new double[0];
  private int[] folds = new int[0];
  private RowSampler.Keys keys = RowSampler.Keys.of(0);

  /**
   * @param folded whether rows have folds
   * @param sample which rows are sampled, if any
   */
  KeptRows(int width, int outputs, boolean folded, SampleLimit sample) {
    this.sample = sample;
    this.features = new RowStore(width);
    this.outputs = outputs;
    this.folded = folded;
  }

  /**
   * Adds rows; they are copied.
   *
   * @param ofRows what decides whether they are sampled, if any are
   */
  void add(
      double[] rows, double[] labelValues, int[] foldOfRow, RowSampler.Keys ofRows, int count) {
    int before = features.rows();
    int all = before + count;
    if (labels.length < all * outputs || (folded && folds.length < all)) {
      int room = Math.max(all, 2 * before);
      labels = Arrays.copyOf(labels, Math.multiplyExact(room, outputs));
      folds = Arrays.copyOf(folds, folded ? room : 0);
    }
    if (!sample.isNone()) {
      keys = keys.with(before, ofRows, count);
    }
    System.arraycopy(labelValues, 0, labels, before * outputs, count * outputs);
    if (folded) {
      System.arraycopy(foldOfRow, 0, folds, before, count);
    }
    features.add(rows, count);
  }

  /** Whether there are more rows than features, so that moments are the smaller form. */
  boolean isTall() {
    return features.rows() > features.width();
  }

  int rows() {
    return features.rows();
  }

  /** Receives rows in order. */
  @FunctionalInterface
  interface Block {
    /** As {@link ReducedRows.Block#take}, with what decides whether rows are sampled. */
    void take(double[] features, double[] labels, int[] foldOfRow, RowSampler.Keys keys, int count);
  }

  /** Gives the rows back, in order. */
  void forEach(Block block) {
    features.forEach(
        (first, values, count) -> {
          int end = first + count;
          double[] ofRows = Arrays.copyOfRange(labels, first * outputs, end * outputs);
          int[] foldOfRow = folded ? Arrays.copyOfRange(folds, first, end) : new int[count];
          block.take(
              values, ofRows, foldOfRow, sample.isNone() ? keys : keys.range(first, end), count);
        });
  }

  /** The sample of these rows without their features; of no row if none are sampled. */
  RowSample sample() {
    RowSampler sampler = new RowSampler(sample);
    int n = sample.isNone() ? 0 : features.rows();
    int[] foldOfRow = folded ? folds : new int[n];
    sampler.add(new RowSampler.Rows(new double[0], 0, labels, outputs, foldOfRow, keys), n);
    return sampler.finish();
  }

  /** The features, in order. Not copied. */
  public RowStore features() {
    return features;
  }

  /** Labels and folds, as rows without coordinates. */
  public byte[] labelBytes() {
    int n = features.rows();
    return ReducedRows.withoutCoordinates(
            features.width(),
            n,
            outputs,
            Arrays.copyOf(labels, n * outputs),
            Arrays.copyOf(folds, folded ? n : 0))
        .toBytes();
  }

  /**
   * The rows in coordinates of their span.
   *
   * @param set for the message
   * @throws InputException if numbers are too large or too small to be squared
   */
  byte[] reduce(String set) {
    int n = features.rows();
    try {
      return ReducedRows.of(
              features,
              outputs,
              Arrays.copyOf(labels, n * outputs),
              Arrays.copyOf(folds, folded ? n : 0))
          .toBytes();
    } catch (ReducedRows.OutOfRange e) {
      throw new InputException("Cannot score %s: %s".formatted(set, e.getMessage()), e);
    }
  }
}
