package org.transferability.accumulate.reduced;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.PreciseMean;
import org.transferability.accumulate.QrRevisit;
import org.transferability.accumulate.ResidualRevisit;
import org.transferability.accumulate.Revisit;

/**
 * The n rows of a set of d features, n at most d, in r coordinates each, r at most n, with their
 * labels and folds: everything that scores are computed from.
 *
 * <p>With an orthonormal basis Q (r x d) of the span of the centred rows and their mean m, row i is
 * (x_i - m) Q' and the mean is m Q'; scalar products are those of the rows, so everything that a
 * rotation of the features does not change is the same. The mean is kept apart, so an offset of all
 * rows costs no digits. Immutable.
 */
public final class ReducedRows {
  /** Scalar products of so many rows in one array take 0.5 GB, and their factor as much. */
  public static final int MOST_ROWS = 8192;

  private static final int BLOCK_ROWS = 384;

  /** Numbers of all rows that are mixed once and kept, 128 MB. */
  private static final long MOST_MIXED = 1L << 24;

  private final int featureCount;
  private final int rank;
  private final double meanOutside;
  private final int[] groups;
  private final double[][] coordinates;
  private final int outputs;
  private final double[] labels;
  private final int[] folds;
  private final double[] mixed; // rows as they are given, row-major; empty: made at each call

  /**
   * The arrays are not copied.
   *
   * @param featureCount d
   * @param coordinates of the rows, then of the mean: the first ones, the others are 0
   * @param labels row-major, n x Q, NaN where missing
   * @param folds of each row; empty if there is one
   */
  ReducedRows(
      int featureCount,
      double meanOutside,
      int[] groups,
      double[][] coordinates,
      int outputs,
      double[] labels,
      int[] folds) {
    this(featureCount, meanOutside, groups, coordinates, outputs, labels, folds, new double[0]);
  }

  private ReducedRows(
      int featureCount,
      double meanOutside,
      int[] groups,
      double[][] coordinates,
      int outputs,
      double[] labels,
      int[] folds,
      double[] mixed) {
    this.mixed = mixed;
    this.featureCount = featureCount;
    this.rank = groups.length == 0 ? 0 : groups[groups.length - 1];
    this.meanOutside = meanOutside;
    this.groups = groups;
    this.coordinates = coordinates;
    this.outputs = outputs;
    this.labels = labels;
    this.folds = folds;
  }

  /** A number that cannot be squared, as the end of a sentence. */
  public static final class OutOfRange extends Exception {
    private static final long serialVersionUID = 1L;

    OutOfRange(String problem) {
      super(problem);
    }
  }

  /**
   * Reduces rows.
   *
   * @param rows at least one
   * @param outputs Q
   * @param labels row-major, n x Q, NaN where missing; not copied
   * @param folds of each row, not copied; empty if there is one
   * @throws OutOfRange if squares of a feature cannot be represented
   */
  public static ReducedRows of(RowStore rows, int outputs, double[] labels, int[] folds)
      throws OutOfRange {
    return RowBasis.of(rows, outputs, labels, folds).reduced();
  }

  /** The labels and folds of rows whose coordinates are not known. */
  public static ReducedRows withoutCoordinates(
      int featureCount, int n, int outputs, double[] labels, int[] folds) {
    double[][] none = new double[n + 1][0];
    return new ReducedRows(featureCount, 0, new int[0], none, outputs, labels, folds);
  }

  /**
   * Reduces rows whose features are elsewhere.
   *
   * @param labelled labels and folds of all rows, in order, at least one row
   * @param sums over their features
   */
  public static ReducedRows of(List<ReducedRows> labelled, SpanSums sums) {
    ReducedRows first = labelled.get(0);
    int n = labelled.stream().mapToInt(ReducedRows::rows).sum();
    double[] labels = new double[Math.multiplyExact(n, first.outputs)];
    int[] folds = new int[first.folds.length == 0 ? 0 : n];
    int row = 0;
    for (ReducedRows part : labelled) {
      System.arraycopy(part.labels, 0, labels, row * first.outputs, part.labels.length);
      System.arraycopy(part.folds, 0, folds, Math.min(row, folds.length), part.folds.length);
      row += part.rows();
    }
    return of(first.featureCount, n, RowSpan.of(n, sums), first.outputs, labels, folds);
  }

  static ReducedRows of(
      int featureCount, int n, RowSpan span, int outputs, double[] labels, int[] folds) {
    double[][] coordinates = new double[n + 1][];
    Arrays.setAll(coordinates, span::coordinates);
    return new ReducedRows(
        featureCount, span.meanOutside(), span.groups(), coordinates, outputs, labels, folds);
  }

  /** n. */
  public int rows() {
    return coordinates.length - 1;
  }

  /** d, the features before the reduction. */
  public int featureCount() {
    return featureCount;
  }

  /** r, the coordinates of a row. */
  public int width() {
    return Math.max(1, rank + (meanOutside > 0 ? 1 : 0));
  }

  /** Receives rows in order. */
  @FunctionalInterface
  public interface Block {
    /**
     * Takes a block of rows.
     *
     * @param features row-major, count x r; may be overwritten
     * @param labels row-major, count x Q
     * @param foldOfRow the fold of each row
     */
    void take(double[] features, double[] labels, int[] foldOfRow, int count);
  }

  /**
   * The same rows, faster to give several times: n r numbers are kept, unless they are too many.
   */
  public ReducedRows mixed() {
    int r = width();
    if ((long) rows() * r > MOST_MIXED) {
      return this;
    }
    double[] all = new double[rows() * r];
    for (int i = 0; i < rows(); i++) {
      write(i, all, i * r);
    }
    return new ReducedRows(
        featureCount, meanOutside, groups, coordinates, outputs, labels, folds, all);
  }

  /** Gives all rows, minus their mean. */
  public void forEachBlock(Block taker) {
    int r = width();
    int n = rows();
    for (int first = 0; first < n; first += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, n - first);
      double[] block = new double[count * r];
      if (mixed.length > 0) {
        System.arraycopy(mixed, first * r, block, 0, block.length);
      } else {
        for (int i = 0; i < count; i++) {
          write(first + i, block, i * r);
        }
      }
      int[] foldOfRow =
          folds.length == 0 ? new int[count] : Arrays.copyOfRange(folds, first, first + count);
      double[] ofRows = Arrays.copyOfRange(labels, first * outputs, (first + count) * outputs);
      taker.take(block, ofRows, foldOfRow, count);
    }
  }

  private void write(int row, double[] into, int at) {
    System.arraycopy(coordinates[row], 0, into, at, coordinates[row].length);
    Mixing.mix(into, at, groups);
  }

  /** The mean of all rows, which {@link #forEachBlock} subtracts: r numbers, a new array. */
  public double[] origin() {
    double[] mean = new double[width()];
    write(rows(), mean, 0);
    if (meanOutside > 0) {
      mean[rank] = meanOutside;
    }
    return mean;
  }

  /**
   * The moments of all rows by fold. Cost: n r^2 multiply-adds.
   *
   * @param count K, the number of folds
   */
  public FoldMoments moments(LabelLayout layout, int count) {
    return moved(centredMoments(layout, count));
  }

  /** The moments of the rows of {@link #forEachBlock} by fold. */
  public FoldMoments centredMoments(LabelLayout layout, int count) {
    FoldAccumulator accumulator = new FoldAccumulator(width(), layout, count);
    forEachBlock(accumulator::add);
    return accumulator.finish();
  }

  /**
   * The same, but if no labels are missing, scatters are formed only if they are asked for, those
   * of all folds at once, and that of all rows: fits to parts of the rows need none if they can be
   * made from scalar products of rows.
   */
  public FoldMoments deferredMoments(LabelLayout layout, int count) {
    if (count == 1 || layout.hasSides()) {
      return centredMoments(layout, count);
    }
    FoldAccumulator byFold = FoldAccumulator.withoutScatters(width(), layout, count);
    forEachBlock(byFold::add);
    return byFold
        .finish()
        .withDeferred(() -> centredMoments(layout, count), () -> centredMoments(layout, 1).fold(0));
  }

  /**
   * Moments as if the rows had never been moved to their mean.
   *
   * @param centred of the rows of {@link #forEachBlock}
   */
  public FoldMoments moved(FoldMoments centred) {
    double[] mean = origin();
    return centred.ofReduced(featureCount, PreciseMean.of(mean, new double[mean.length], 1));
  }

  /** The numbers of second passes over the rows, one array for each. */
  public List<double[]> revisit(List<Revisit> revisits) {
    List<Revisit.Accumulator> accumulators = new ArrayList<>();
    for (Revisit revisit : revisits) {
      accumulators.add(centred(revisit).accumulator());
    }
    forEachBlock(
        (features, ofRows, foldOfRow, count) ->
            accumulators.forEach(a -> a.add(features, ofRows, outputs, foldOfRow, count)));
    return accumulators.stream().map(Revisit.Accumulator::finish).toList();
  }

  /** The same about the centre as it is in rows minus their mean. */
  private Revisit centred(Revisit revisit) {
    double[] mean = origin();
    if (revisit instanceof QrRevisit qr) {
      double[] centre = qr.centre().clone();
      for (int i = 0; i < centre.length; i++) {
        centre[i] -= mean[qr.active()[i]];
      }
      return new QrRevisit(
          qr.width(), centre, qr.active(), qr.scale(), qr.outputs(), qr.labelCentre(), qr.folds());
    }
    ResidualRevisit residuals = (ResidualRevisit) revisit;
    double[] centre = residuals.centre().clone();
    for (int i = 0; i < centre.length; i++) {
      centre[i] -= mean[i];
    }
    return new ResidualRevisit(
        centre,
        residuals.weights(),
        residuals.outputs(),
        residuals.labelCentre(),
        residuals.required());
  }

  /** A compact form, see {@link #fromBytes}. */
  public byte[] toBytes() {
    return ReducedBytes.write(this);
  }

  /** Reads the result of {@link #toBytes}, bit for bit. */
  public static ReducedRows fromBytes(byte[] bytes) {
    return ReducedBytes.read(bytes);
  }

  double outside() {
    return meanOutside;
  }

  int[] groups() {
    return groups;
  }

  double[][] coordinates() {
    return coordinates;
  }

  int outputs() {
    return outputs;
  }

  double[] labels() {
    return labels;
  }

  int[] folds() {
    return folds;
  }
}
