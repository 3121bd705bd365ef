package org.transferability.solve;

/**
 * Properties of a fit in addition to its numbers.
 *
 * @param rows n
 * @param mostRank n - 1; n without an intercept
 * @param width the number of features, also if the rows were reduced
 * @param rank numerical rank of S, after scaling, so that the features' units do not matter
 * @param condition of S after scaling: in the 2-norm if eigenvalues were computed, else the
 *     estimate in the 1-norm, which is not smaller; infinite if the rank is below d
 * @param solvedCondition of the matrix that was solved, S + lambda I after scaling, on its range:
 *     an upper bound if S is well conditioned or lambda is large
 */
public record Diagnostics(
    long rows, long mostRank, int width, int rank, double condition, double solvedCondition) {

  /** Of a fit with an intercept. */
  public Diagnostics(long rows, int width, int rank, double condition, double solvedCondition) {
    this(rows, rows - 1, width, rank, condition, solvedCondition);
  }

  /** Whether the features can fit all rows exactly: a fit without penalty then has no error. */
  public boolean saturated() {
    return rank >= mostRank;
  }
}
