package org.transferability.accumulate.reduced;

import java.util.Optional;
import org.transferability.linear.Blas;

/**
 * The rows of a set of d features in coordinates of their span, with the rows themselves, so that
 * weights of coordinates can be turned into weights of features.
 */
public final class RowBasis {
  private final StoredSums sums;
  private final RowSpan span;
  private final ReducedRows reduced;

  private RowBasis(StoredSums sums, RowSpan span, ReducedRows reduced) {
    this.sums = sums;
    this.span = span;
    this.reduced = reduced;
  }

  /**
   * Reduces rows, see {@link ReducedRows#of}.
   *
   * @param rows must not change afterwards
   */
  public static RowBasis of(RowStore rows, int outputs, double[] labels, int[] folds)
      throws ReducedRows.OutOfRange {
    StoredSums sums = new StoredSums(rows);
    Optional<String> violation = sums.violation();
    if (violation.isPresent()) {
      throw new ReducedRows.OutOfRange(violation.get());
    }
    RowSpan span = RowSpan.of(rows.rows(), sums);
    return new RowBasis(
        sums, span, ReducedRows.of(rows.width(), rows.rows(), span, outputs, labels, folds));
  }

  /** The coordinates of the rows. */
  public ReducedRows reduced() {
    return reduced;
  }

  /**
   * Weights of the features that give the same numbers for all rows, and have the same length:
   *
   * <pre>
   *   W Q = sum over stages of (L^-1 E)' W_stage,    E the pivots' residuals, E E' = L L'
   * </pre>
   *
   * <p>Cost: n^2 d multiply-adds.
   *
   * @param weights r x q, column-major; not modified
   * @return d x q, column-major
   */
  public double[] weights(double[] weights, int outputs) {
    int r = reduced.width();
    int d = reduced.featureCount();
    double[] unmixed = weights.clone();
    for (int o = 0; o < outputs; o++) {
      Mixing.unmixWeights(unmixed, o * r, span.groups());
    }
    double[] ofFeatures = new double[Math.multiplyExact(d, outputs)];
    int first = 0;
    for (Residuals stage : span.pivots()) {
      add(stage, solved(stage.rows(), first, unmixed, r, outputs), outputs, ofFeatures);
      first += stage.rows().length;
    }
    return ofFeatures;
  }

  /** C with L' C = W_stage: m x q, column-major. */
  private double[] solved(int[] pivots, int first, double[] unmixed, int r, int outputs) {
    int m = pivots.length;
    double[] factor = new double[Math.multiplyExact(m, m)];
    for (int i = 0; i < m; i++) {
      double[] row = span.coordinates(pivots[i]);
      for (int j = 0; j <= i; j++) {
        factor[j * m + i] = row[first + j];
      }
    }
    double[] c = new double[m * outputs];
    for (int o = 0; o < outputs; o++) {
      System.arraycopy(unmixed, o * r + first, c, o * m, m);
    }
    Blas.blas().dtrsm("L", "L", "T", "N", m, outputs, 1, factor, m, c, m);
    return c;
  }

  /** Adds E' C, block by block. */
  private void add(Residuals stage, double[] c, int outputs, double[] ofFeatures) {
    int m = stage.rows().length;
    int d = reduced.featureCount();
    int[] from = new int[1];
    sums.forEach(
        (block, into) -> {
          int b = block.features();
          double[] e = stage.of(block);
          Blas.blas().dgemm("N", "N", b, outputs, m, 1, e, 0, b, c, 0, m, 1, into, from[0], d);
          from[0] += b;
        },
        ofFeatures);
  }
}
