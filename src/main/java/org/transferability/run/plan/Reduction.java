package org.transferability.run.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.transferability.read.FileShape;
import org.transferability.study.EstimatorKind;

/**
 * Decides which sets are reduced to coordinates of their rows: those with no more rows than
 * features, if one task can hold the rows. Depends on the input alone.
 */
public final class Reduction {
  /** Bytes of features that one task keeps in memory, as float32 or as they are stored. */
  public static final long MOST_BYTES = 2L << 30;

  /** Scalar products of all rows in one array, 0.5 GB, and their factor. */
  public static final long MOST_ROWS = 8192;

  /** System property for tests of the other way: {@code never}. */
  public static final String PROPERTY = "transferability.reduction";

  private Reduction() {}

  /**
   * The most rows that can have features and labels, if the set is reduced; else 0.
   *
   * @param shapes of all files, or of some of them: then it is not reduced
   * @param labels those that are joined, or null
   */
  static long rows(
      ScoredSet set, List<FileShape> shapes, int width, @Nullable DatasetLabels labels) {
    long rows = 0;
    long stored = 0;
    for (FileShape shape : shapes) {
      rows += shape.rows();
      for (long bytes : shape.rowGroupBytes()) {
        stored += bytes;
      }
    }
    if ("never".equals(System.getProperty(PROPERTY))) {
      return 0;
    }
    boolean known = shapes.size() == set.files().size();
    boolean reads =
        !set.readers(EstimatorKind.Input.FEATURES).isEmpty()
            || !set.readers(EstimatorKind.Input.SOURCE_LABELS).isEmpty();
    boolean holds = known && reads && isHeld(rows, width, stored);
    long most = labels == null ? rows : Math.min(rows, labels.rows());
    return holds && isReduced(most, width) ? most : 0;
  }

  /** Whether so many rows are no more than their features, and few enough to be reduced. */
  public static boolean isReduced(long rows, int width) {
    return rows > 0 && rows <= Math.min(width, MOST_ROWS);
  }

  /** Whether one task can hold the rows. */
  public static boolean isHeld(long rows, int width, long stored) {
    return Math.max(rows * width * Float.BYTES, stored) <= MOST_BYTES;
  }
}
