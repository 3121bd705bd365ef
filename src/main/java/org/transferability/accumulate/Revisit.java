package org.transferability.accumulate;

import java.io.Serializable;

/**
 * The computation of a second pass over the rows of one group of targets, after their means are
 * known. Every number is a sum around a fixed centre, so that parts can be merged without moving
 * them.
 */
public sealed interface Revisit extends Serializable permits ResidualRevisit, QrRevisit {
  /** Receives the rows of a part. */
  Accumulator accumulator();

  /** K, the number of folds; 1 without folds. */
  int folds();

  /** The numbers of both parts; {@code b} comes after {@code a} in the order of the rows. */
  double[] merge(double[] a, double[] b);

  /** Accumulates rows and returns numbers. Not safe for use by several threads. */
  interface Accumulator {
    /**
     * Takes a block.
     *
     * @param features row-major, rows x d; not modified
     * @param labels row-major, rows x Q, NaN where missing; not modified
     * @param outputs Q
     * @param foldOfRow the fold of each row; ignored without folds
     */
    void add(double[] features, double[] labels, int outputs, int[] foldOfRow, int count);

    /** The numbers of all rows. */
    double[] finish();
  }
}
