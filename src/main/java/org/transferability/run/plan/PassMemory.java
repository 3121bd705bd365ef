package org.transferability.run.plan;

import java.util.List;
import org.transferability.read.FileShape;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Folds;
import org.transferability.study.InputException;

/** The memory that a pass takes on the driver and in a task. */
final class PassMemory {
  /** Bytes of side Gram matrices that a task may hold at once. */
  private static final long MOST_SIDE_BYTES = 256L << 20;

  /**
   * Of scalar products of all rows, a copy that is factorised, the factor, and the coordinates, for
   * each two rows.
   */
  private static final long REDUCTION_BYTES = 8 + 8 + 8 + 4;

  private PassMemory() {}

  /**
   * Whether eigenvalues of the features' scatter will be needed: asked for, or not of full rank.
   *
   * @param rows of the files that are read
   */
  static boolean decomposes(ScoredSet set, List<FileShape> shapes, long rows, int width) {
    boolean singular = shapes.size() == set.files().size() && rows <= width;
    return set.readers(EstimatorKind.Input.FEATURES).stream()
        .anyMatch(estimator -> estimator.decomposes() || singular);
  }

  /**
   * Merged moments, the part that comes next, both K times with K folds, and the factor; with
   * folds, the moments without one of them too: 2 K + 1 or 2 triangles at least. Eigenvalues take a
   * full matrix and twice as much workspace beside that. Half as much again is asked for: such
   * arrays live among the old objects, for which the collector has two thirds of the heap.
   */
  static void require(ScoredSet set, int width, Folds asked, int folds, boolean decomposes) {
    String size = "%,d features a row".formatted(width);
    require(set, ofMoments(width, folds, decomposes), size, asked, folds);
  }

  /** The same for a set of so many rows that is reduced to as many coordinates a row. */
  static void requireReduced(
      ScoredSet set, int rows, int width, Folds asked, int folds, boolean decomposes) {
    long reduction = REDUCTION_BYTES * rows * rows;
    String size = "%,d rows of %,d features".formatted(rows, width);
    require(set, Math.max(reduction, ofMoments(rows, folds, decomposes)), size, asked, folds);
  }

  private static long ofMoments(int width, int folds, boolean decomposes) {
    long triangle = 4L * width * (width + 1L);
    long needed = (2L * folds + (folds > 1 ? 2 : 1)) * triangle;
    needed += decomposes ? 24L * width * width : 0;
    return needed + needed / 2;
  }

  private static void require(ScoredSet set, long needed, String size, Folds asked, int folds) {
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap && folds > 1) {
      throw new InputException(
          "Cannot score %s in %d folds: expected a driver heap of at least %,d MB for %s, found %,d MB (increase it with -- --driver-memory, or %s)"
              .formatted(set.name(), folds, needed >> 20, size, heap >> 20, remedy(asked)));
    }
    if (needed > heap) {
      throw new InputException(
          "Cannot score %s: expected a driver heap of at least %,d MB for %s, found %,d MB (increase it with -- --driver-memory)"
              .formatted(set.name(), needed >> 20, size, heap >> 20));
    }
  }

  private static String remedy(Folds asked) {
    return switch (asked.rule()) {
      case ID, GROUP -> "disable intervals with --folds 0";
      case EACH_GROUP ->
          "assign the values of column '%s' to fewer folds with --folds K"
              .formatted(asked.column());
      case SPLIT -> "use fewer parts of the split with --folds 2";
    };
  }

  static int mostSides(int width, int folds) {
    long sides = MOST_SIDE_BYTES / (4L * folds * width * (width + 1L) + 1);
    return (int) Math.max(1, Math.min(1000, sides));
  }
}
