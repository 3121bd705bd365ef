package org.transferability.api;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.accumulate.Precision;
import org.transferability.read.DataFile;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FeatureFiles;
import org.transferability.read.FeatureTree;
import org.transferability.read.FileRange;
import org.transferability.read.LabelTable;
import org.transferability.read.MissingFeatures;
import org.transferability.read.RowBlock;
import org.transferability.read.RowReader;
import org.transferability.read.TargetFiles;
import org.transferability.score.MomentsScore;
import org.transferability.score.Score;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.solve.RidgeSolver;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;
import org.transferability.study.Penalty;

/**
 * From rows to moments, from moments to scores.
 *
 * <pre>{@code
 * Moments moments = Transferability.moments(features, labels);       // n x d, n x q
 * Score score = Transferability.score(moments, "linear-mse", "1");
 * score.score();                                                     // larger is better
 * byte[] kept = moments.toBytes();                                   // all that is left of the rows
 * Moments all = Moments.merge(moments, Moments.fromBytes(other));
 * }</pre>
 */
public final class Transferability {

  private Transferability() {}

  /**
   * The moments of rows in memory.
   *
   * @param features n x d, finite; not modified
   * @param labels n x q; a row in which one is NaN does not count
   * @throws InputException if rows differ in length or number, or features are not finite
   */
  public static Moments moments(double[][] features, double[][] labels) {
    requireTable("features", features);
    requireTable("labels", labels);
    if (features.length != labels.length) {
      throw new InputException(
          "Cannot take moments: expected as many rows of labels as of features, %d, found %d"
              .formatted(features.length, labels.length));
    }
    int d = features[0].length;
    int q = labels[0].length;
    MomentsAccumulator rows = accumulator(d, LabelLayout.complete(q));
    double[] f = new double[Math.multiplyExact(MomentsAccumulator.BLOCK_ROWS, d)];
    double[] y = new double[Math.multiplyExact(MomentsAccumulator.BLOCK_ROWS, q)];
    int filled = 0;
    for (int r = 0; r < features.length; r++) {
      if (Arrays.stream(labels[r]).anyMatch(Double::isNaN)) {
        continue;
      }
      if (!Arrays.stream(features[r]).allMatch(Double::isFinite)) {
        throw new InputException(
            "Cannot take moments: expected finite features, found NaN or infinity (row %d)"
                .formatted(r));
      }
      System.arraycopy(features[r], 0, f, filled * d, d);
      System.arraycopy(labels[r], 0, y, filled * q, q);
      filled++;
      if (filled == MomentsAccumulator.BLOCK_ROWS) {
        rows.add(f, y, filled);
        filled = 0;
      }
    }
    rows.add(f, y, filled);
    return rows.finish();
  }

  /** The same for one label a row. */
  public static Moments moments(double[][] features, double[] labels) {
    return moments(
        features, Arrays.stream(labels).mapToObj(y -> new double[] {y}).toArray(double[][]::new));
  }

  private static MomentsAccumulator accumulator(int d, LabelLayout layout) {
    return new MomentsAccumulator(
        d,
        layout,
        MomentsAccumulator.BLOCK_ROWS,
        Precision.DOUBLE,
        MomentsAccumulator.SQUARE_BYTES);
  }

  private static void requireTable(String what, double[][] rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new InputException(
          "Cannot take moments: expected %s of at least one row and column, found none"
              .formatted(what));
    }
    for (int r = 0; r < rows.length; r++) {
      if (rows[r].length != rows[0].length) {
        throw new InputException(
            "Cannot take moments: expected %d %s a row, as in the first, found %d (row %d)"
                .formatted(rows[0].length, what, rows[r].length, r));
      }
    }
  }

  /**
   * The moments of Parquet files as jobs/score reads them, joined by the column {@code id}; in this
   * thread, block by block. Labels are held in memory.
   *
   * @param features a folder or file with {@code id} and {@code features}
   * @param targets a folder or file with {@code id} and the target
   * @param target the column of labels; a row in which one is missing does not count
   * @throws InputException if a file is missing or wrong, or no id is in both
   * @throws IOException if the file system fails
   */
  public static Moments read(String features, String targets, String target) throws IOException {
    Configuration conf = new Configuration();
    FeatureFiles files = FeatureTree.of(conf, features, features, List.of(features));
    FeatureFiles labelFiles = FeatureTree.of(conf, targets, targets, List.of(targets));
    LabelTable labels =
        LabelTable.read(conf, new TargetFiles(targets, labelFiles.files()), "id", List.of(target));
    FeatureColumns columns = new FeatureColumns("id", "features", null);
    LabelLayout layout = LabelLayout.complete(labels.outputs());
    Moments moments = null;
    for (DataFile file : files.files()) {
      try (RowReader rows =
          new RowReader(conf, FileRange.all(file), columns, MissingFeatures.ERROR)) {
        columns = rows.pinned();
        if (rows.width() > 0) {
          Moments next = joined(rows, labels, layout);
          moments = moments == null ? next : Moments.merge(moments, next);
        }
      }
    }
    if (moments == null || moments.rows() == 0) {
      throw new InputException(
          "Cannot read moments: expected ids that features and labels share, found none (%s and %s)"
              .formatted(features, targets));
    }
    return moments;
  }

  private static Moments joined(RowReader rows, LabelTable labels, LabelLayout layout)
      throws IOException {
    MomentsAccumulator moments = accumulator(rows.width(), layout);
    RowBlock block = new RowBlock(MomentsAccumulator.BLOCK_ROWS);
    double[] y = new double[Math.multiplyExact(MomentsAccumulator.BLOCK_ROWS, labels.outputs())];
    int hint = 0;
    while (rows.read(block)) {
      int kept = 0;
      for (int r = 0; r < block.rows(); r++) {
        int found = labels.rowOf(block, r, hint);
        hint = found + 1;
        if (found >= 0 && isComplete(labels, found, y, kept * labels.outputs())) {
          if (kept < r) {
            block.moveRow(r, kept);
          }
          kept++;
        }
      }
      moments.add(block.features(), y, kept);
      block.clear();
    }
    return moments.finish();
  }

  private static boolean isComplete(LabelTable labels, int row, double[] into, int offset) {
    labels.copyLabels(row, into, offset);
    for (int k = offset; k < offset + labels.outputs(); k++) {
      if (Double.isNaN(into[k])) {
        return false;
      }
    }
    return true;
  }

  /**
   * The score of all labels of some moments as one target.
   *
   * @param estimator linear-mse, label-mse (where the features are predictions), gcv, logme or
   *     origin-gcv
   * @param penalty of the objective divided by n, such as 0 or 1; relative, as 1e-3r, it is
   *     multiplied by tr(S)/d; null for an estimator without
   * @throws InputException if there is no such estimator or it is no penalty
   */
  public static Score score(Moments moments, String estimator, String penalty) {
    MomentsScore known =
        Arrays.stream(MomentsScore.values())
            .filter(score -> score.label().equals(estimator))
            .findFirst()
            .orElseThrow(() -> unknown(estimator));
    RidgeProblem problem = RidgeProblem.of(moments.target(0));
    if (!known.takesPenalty()) {
      return known.of(problem, 0);
    }
    if (penalty == null) {
      throw new InputException(
          "Cannot score by %s: expected a penalty such as 1, found none".formatted(estimator));
    }
    return known.of(problem, Penalty.parse(penalty).lambda(problem.meanVariance()));
  }

  /** The score of an estimator without a penalty: logme, origin-gcv. */
  public static Score score(Moments moments, String estimator) {
    return score(moments, estimator, null);
  }

  /** The regression behind linear-mse: weights and intercept. */
  public static RidgeFit fit(Moments moments, String penalty) {
    RidgeProblem problem = RidgeProblem.of(moments.target(0));
    return RidgeSolver.prepare(problem)
        .solve(Penalty.parse(penalty).lambda(problem.meanVariance()));
  }

  private static InputException unknown(String estimator) {
    List<String> names = Arrays.stream(MomentsScore.values()).map(MomentsScore::label).toList();
    return new InputException(
        "Cannot score: no estimator '%s'; %s"
            .formatted(estimator, NearestName.expected(estimator, names)));
  }
}
