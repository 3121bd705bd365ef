package org.transferability.accumulate.sample;

import org.jspecify.annotations.Nullable;

/**
 * A row of a sample. Arrays are not copied.
 *
 * @param hash of its id
 * @param number of the row among all rows that were looked at, in order; it finds the coordinates
 *     of reduced rows, which are few
 * @param block of rows that it belongs to, 0 to 63
 * @param fold of the row
 * @param labels Q numbers, NaN where missing
 * @param floats d features, if float32 loses nothing; else null
 * @param doubles d features, if floats are null; of a row whose features are elsewhere none
 */
public record SampledRow(
    long hash,
    int number,
    byte block,
    int fold,
    double[] labels,
    float @Nullable [] floats,
    double @Nullable [] doubles) {

  /** d, 0 if the features are elsewhere. */
  public int width() {
    return floats != null ? floats.length : doubles == null ? 0 : doubles.length;
  }

  /** Writes the features. */
  public void copyFeatures(double[] into, int at) {
    if (doubles != null) {
      System.arraycopy(doubles, 0, into, at, doubles.length);
    } else if (floats != null) {
      for (int i = 0; i < floats.length; i++) {
        into[at + i] = floats[i];
      }
    }
  }

  /** The same row after so many others. */
  SampledRow after(long others) {
    return new SampledRow(hash, number(others + number), block, fold, labels, floats, doubles);
  }

  /** The number of a row after so many others; of two billion or more, the largest. */
  static int number(long others) {
    return (int) Math.min(Integer.MAX_VALUE, others);
  }
}
