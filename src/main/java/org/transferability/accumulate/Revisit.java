package org.transferability.accumulate;

import java.io.Serializable;

/**
 * What a second pass over the rows of one group of targets computes, now that their means are
 * known. Every number is a sum around a fixed centre, so that parts are merged without moving them.
 */
public sealed interface Revisit extends Serializable permits ResidualRevisit, QrRevisit {
  /** Takes the rows of a part. */
  Accumulator accumulator();

  /** K, how many folds are told apart; 1 if none are. */
  int folds();

  /** The numbers of both parts; {@code b} comes after {@code a} in the order of the rows. */
  double[] merge(double[] a, double[] b);

  /** Takes rows and ends as numbers. Not safe for use by several threads. */
  interface Accumulator {
    /**
     * Takes a block.
     *
     * @param features row-major, rows x d; not modified
     * @param labels row-major, rows x Q, NaN where missing; not modified
     * @param outputs Q
     * @param foldOfRow the fold of each row; not looked at where folds are not told apart
     */
    void add(double[] features, double[] labels, int outputs, int[] foldOfRow, int count);

    /** The numbers of all rows taken. */
    double[] finish();
  }
}
