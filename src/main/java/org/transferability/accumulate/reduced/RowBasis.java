package org.transferability.accumulate.reduced;

import java.util.Arrays;
import java.util.Optional;
import org.transferability.linear.Blas;

/**
 * The rows of a set of d features in coordinates of their span, with the rows themselves, so that
 * weights of coordinates can be turned into weights of features.
 */
public final class RowBasis {
  private static final int CORRECTIONS = 2;

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
   * <p>Residuals do not know what rounding removed: a direction of small features, which is
   * orthogonal to rows of large ones, has components in large features below the rounding of these.
   * So after several stages the numbers of the pivots are compared, and what is missing is added.
   *
   * <p>Cost: n d q multiply-adds, and three times n^2 d after several stages.
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
    addStages(unmixed, r, outputs, ofFeatures);
    for (int i = 0; i < CORRECTIONS && span.pivots().size() > 1; i++) {
      addStages(missing(unmixed, r, outputs, ofFeatures), span.rank(), outputs, ofFeatures);
    }
    return ofFeatures;
  }

  /**
   * @param unmixed weights of coordinates, column-major, with so many rows
   */
  private void addStages(double[] unmixed, int height, int outputs, double[] ofFeatures) {
    int first = 0;
    for (Residuals stage : span.pivots()) {
      add(stage, solved(stage.rows(), first, unmixed, height, outputs), outputs, ofFeatures);
      first += stage.rows().length;
    }
  }

  /** Weights of coordinates that give what the weights of features lack, at the pivots. */
  private double[] missing(double[] unmixed, int height, int outputs, double[] ofFeatures) {
    int k = span.rank();
    int d = reduced.featureCount();
    int[] pivots = span.pivots().stream().flatMapToInt(s -> Arrays.stream(s.rows())).toArray();
    double[] factor = factor(pivots, 0);
    double[] lacking = new double[Math.multiplyExact(k, outputs)];
    for (int o = 0; o < outputs; o++) {
      System.arraycopy(unmixed, o * height, lacking, o * k, k);
    }
    Blas.blas().dtrmm("L", "L", "N", "N", k, outputs, 1, factor, k, lacking, k);
    Residuals rows = new Residuals(pivots, new int[0], new double[0]);
    int[] from = new int[1];
    sums.forEach(
        (block, into) -> {
          int b = block.features();
          double[] x = rows.of(block);
          Blas.blas()
              .dgemm("T", "N", k, outputs, b, -1, x, 0, b, ofFeatures, from[0], d, 1, into, 0, k);
          from[0] += b;
        },
        lacking);
    Blas.blas().dtrsm("L", "L", "N", "N", k, outputs, 1, factor, k, lacking, k);
    return lacking;
  }

  /** L of some pivots in their coordinates from the first one on: column-major. */
  private double[] factor(int[] pivots, int first) {
    int m = pivots.length;
    double[] factor = new double[Math.multiplyExact(m, m)];
    for (int i = 0; i < m; i++) {
      double[] row = span.coordinates(pivots[i]);
      for (int j = 0; j <= i; j++) {
        factor[j * m + i] = row[first + j];
      }
    }
    return factor;
  }

  /** C with L' C = W_stage: m x q, column-major. */
  private double[] solved(int[] pivots, int first, double[] unmixed, int height, int outputs) {
    int m = pivots.length;
    double[] factor = factor(pivots, first);
    double[] c = new double[m * outputs];
    for (int o = 0; o < outputs; o++) {
      System.arraycopy(unmixed, o * height + first, c, o * m, m);
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
