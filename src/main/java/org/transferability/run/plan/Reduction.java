package org.transferability.run.plan;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.read.FileRange;
import org.transferability.read.FileShape;
import org.transferability.study.EstimatorKind;

/**
 * Decides which sets are reduced to coordinates of their rows: those with no more rows than
 * features. One task reduces them if it can hold the rows; else executors hold blocks of features.
 * Depends on the input alone.
 */
public final class Reduction {
  /** Bytes of features that one task keeps in memory, as float32 or as they are stored. */
  public static final long MOST_BYTES = 2L << 30;

  /** Scalar products of all rows in one array, 3.2 GB on the driver. */
  public static final long MOST_ROWS = 20_000;

  /** System property for tests: {@code never}, or {@code spread} if no task holds all rows. */
  public static final String PROPERTY = "transferability.reduction";

  /** Bytes that a task reads of a set that no task holds. */
  public static final long CHUNK_BYTES = 64L << 20;

  /** The least number of chunks of a set that no task holds. */
  private static final int LEAST_CHUNKS = 8;

  private Reduction() {}

  /**
   * The most rows that can have features and labels, if the set is reduced; else 0.
   *
   * @param shapes of all files, or of some of them: then it is not reduced
   * @param rows of these files that are read
   * @param labels those that are joined, or null
   */
  static long rows(
      ScoredSet set, List<FileShape> shapes, long rows, int width, @Nullable DatasetLabels labels) {
    if ("never".equals(System.getProperty(PROPERTY))) {
      return 0;
    }
    boolean known = shapes.size() == set.files().size();
    boolean reads =
        !set.readers(EstimatorKind.Input.FEATURES).isEmpty()
            || !set.readers(EstimatorKind.Input.SOURCE_LABELS).isEmpty();
    long most = labels == null ? rows : Math.min(rows, labels.rows());
    return known && reads && isReduced(most, width) ? most : 0;
  }

  /** Whether so many rows are no more than their features, and few enough to be reduced. */
  public static boolean isReduced(long rows, int width) {
    return rows > 0 && rows <= Math.min(width, MOST_ROWS);
  }

  /**
   * Whether one task reduces the rows.
   *
   * @param reduced the rows with labels, at most
   * @param rows all that are read
   * @param stored bytes
   */
  public static boolean isHeld(long reduced, long rows, int width, long stored) {
    return reduced <= ReducedRows.MOST_ROWS
        && Math.max(rows * width * Float.BYTES, stored) <= MOST_BYTES;
  }

  /**
   * The chunks of a set that is reduced.
   *
   * @param rows that are read
   */
  static List<List<FileRange>> chunks(
      PlanSettings settings, long reduced, List<FileShape> shapes, long rows, int width) {
    long stored =
        shapes.stream().flatMapToLong(shape -> Arrays.stream(shape.rowGroupBytes())).sum();
    boolean held =
        isHeld(reduced, rows, width, stored) && !"spread".equals(System.getProperty(PROPERTY));
    return held
        ? List.of(shapes.stream().map(shape -> FileRange.all(shape.file())).toList())
        : ChunkPlanner.ofSize(
                settings.chunkBytes().orElse(Math.min(CHUNK_BYTES, stored / LEAST_CHUNKS)))
            .cut(shapes);
  }
}
