package org.transferability.evaluate;

import java.util.Arrays;

/** Ranks 0, 1, ... of the distinct values of an array; NaN is below everything, -0 equals 0. */
final class DenseRanks {
  private final int[] ranks;
  private final int count;

  private DenseRanks(int[] ranks, int count) {
    this.ranks = ranks;
    this.count = count;
  }

  static DenseRanks of(double[] values) {
    double[] distinct = new double[values.length];
    int ordered = 0;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        distinct[ordered++] = value + 0.0; // turns -0 into 0
      }
    }
    Arrays.sort(distinct, 0, ordered);
    int lowest = ordered < values.length ? 1 : 0;
    int count = 0;
    for (int i = 0; i < ordered; i++) {
      if (i == 0 || distinct[i] != distinct[i - 1]) {
        distinct[count++] = distinct[i];
      }
    }
    int[] ranks = new int[values.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] =
          Double.isNaN(values[i])
              ? 0
              : lowest + Arrays.binarySearch(distinct, 0, count, values[i] + 0.0);
    }
    return new DenseRanks(ranks, lowest + count);
  }

  int rank(int item) {
    return ranks[item];
  }

  /** Number of distinct values. */
  int count() {
    return count;
  }

  /** The items by ascending rank, equal ranks by index. */
  int[] order() {
    int[] items = new int[ranks.length];
    Arrays.setAll(items, i -> i);
    return order(items);
  }

  /** The items by ascending rank, equal ranks in the given order (counting sort). */
  int[] order(int[] before) {
    int[] start = new int[count + 1];
    for (int rank : ranks) {
      start[rank + 1]++;
    }
    for (int r = 0; r < count; r++) {
      start[r + 1] += start[r];
    }
    int[] after = new int[before.length];
    for (int item : before) {
      after[start[ranks[item]]++] = item;
    }
    return after;
  }
}
