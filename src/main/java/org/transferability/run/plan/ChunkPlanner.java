package org.transferability.run.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.transferability.read.FileRange;
import org.transferability.read.FileShape;

/**
 * Cuts the files of a feature set into chunks, one task's reading each. The cut depends on the
 * input alone (file order, row groups, width), never on cores or executors: partial moments of the
 * same chunks merged in chunk order give the same bits on every cluster.
 *
 * <p>A chunk holds at least {@value #RATIO} times the bytes of the moments that its task sends back
 * (4 d^2 for each fold: the packed triangle of doubles; 8 d for each output), so that moving
 * results stays below a tenth of reading. A set of fewer than {@value #PARTS} such chunks is cut
 * into as many all the same, for the sake of cores that would have nothing to do, as long as one
 * fold's moments stay below a quarter of a chunk.
 *
 * <p>Row groups stay whole where they are smaller than two chunks. A larger one is cut into as many
 * parts of equally many rows as it has chunks, as long as a part has {@value #PART_RATIO} times the
 * bytes of the moments of all folds: to make and merge smaller ones would take longer than reading.
 * Without a page index a part is found by decoding the row group from its beginning, so there are
 * at most {@value #PARTS} parts then, and fewer of narrow features, for which decoding takes a
 * larger share of the time.
 */
public final class ChunkPlanner {
  public static final long SMALLEST_CHUNK = 32L << 20;

  /** What a task must have to read for its start to cost little. */
  static final long LEAST_CHUNK = 8L << 20;

  static final int RATIO = 10;

  /** Of sets that are not worth {@value #PARTS} chunks. */
  static final int SMALL_RATIO = 4;

  static final int PARTS = 8;

  /** Of parts of a row group. */
  static final int PART_RATIO = 2;

  /** Features for each part, beyond two, of a row group without an index. */
  private static final int FEATURES_OF_A_PART = 128;

  private final long least;
  private final long most;
  private final double leastPart;
  private final int partsWithoutIndex;

  private ChunkPlanner(long least, long most, double leastPart, int partsWithoutIndex) {
    this.leastPart = leastPart;
    this.least = Math.max(1, least);
    this.most = Math.max(1, most);
    this.partsWithoutIndex = partsWithoutIndex;
  }

  /**
   * The cut of the sets of a run.
   *
   * @param width features of a row
   * @param outputs of all targets of the set
   * @param folds into how many the rows are dealt, at least 1
   */
  public static ChunkPlanner of(PlanSettings settings, int width, int outputs, int folds) {
    return settings.chunkBytes().isPresent()
        ? ofSize(settings.chunkBytes().getAsLong())
        : forWidth(width, outputs, folds);
  }

  /** Whether a set of so many bytes of Parquet is one chunk, whatever its files contain. */
  public static boolean isOneChunk(PlanSettings settings, long bytes) {
    return settings.chunkBytes().isEmpty() && bytes <= SMALLEST_CHUNK;
  }

  /** Chunks of the stated size in bytes of Parquet, whatever the width. */
  static ChunkPlanner ofSize(long chunkBytes) {
    return new ChunkPlanner(chunkBytes, chunkBytes, 1, PARTS);
  }

  /**
   * Chunks whose size suits feature sets of the given width, whose rows are dealt to folds.
   *
   * @param outputs of all targets: their labels are read and multiplied too, so that with many of
   *     them a chunk has fewer bytes of features
   */
  static ChunkPlanner forWidth(int width, int outputs, int folds) {
    long moved = 4L * width * width + 8L * width * outputs;
    double features = width == 0 ? 1 : 4.0 * width / (4.0 * width + 8.0 * outputs);
    return new ChunkPlanner(
        (long) (features * Math.max(LEAST_CHUNK, SMALL_RATIO * moved)),
        (long) (features * Math.max(SMALLEST_CHUNK, RATIO * moved * folds)),
        features * PART_RATIO * moved * folds,
        Math.min(PARTS, 2 + width / FEATURES_OF_A_PART));
  }

  /** How many chunks so many bytes of Parquet are cut into, if row groups allow it. */
  public long chunks(long bytes) {
    return Math.max(1, bytes / Math.max(least, Math.min(most, bytes / PARTS)));
  }

  /** Rows of one row group that stay together. */
  private record Piece(FileShape shape, int group, long from, long to, double bytes) {
    boolean follows(Piece other) {
      return shape.file().equals(other.shape.file());
    }
  }

  /** The chunks in order: each a list of ranges of rows in file order; none is empty. */
  public List<List<FileRange>> cut(List<FileShape> shapes) {
    long total = 0;
    for (FileShape shape : shapes) {
      for (long bytes : shape.rowGroupBytes()) {
        total += bytes;
      }
    }
    long chunks = chunks(total);
    List<List<FileRange>> cut = new ArrayList<>();
    List<FileRange> current = new ArrayList<>();
    double seen = 0;
    long lastChunk = 0;
    @Nullable Piece first = null;
    @Nullable Piece last = null;
    for (Piece piece : pieces(shapes, (double) total / chunks)) {
      // the middle of a piece determines its chunk: the nearest cut
      long chunk = (long) ((seen + piece.bytes / 2) / Math.max(1, total) * chunks);
      boolean next = chunk > lastChunk;
      if (first != null && last != null && (next || !piece.follows(last))) {
        current.add(range(first, last));
        first = null;
      }
      if (next && !current.isEmpty()) {
        cut.add(current);
        current = new ArrayList<>();
      }
      first = first == null ? piece : first;
      last = piece;
      lastChunk = chunk;
      seen += piece.bytes;
    }
    if (first != null && last != null) {
      current.add(range(first, last));
      cut.add(current);
    }
    return cut;
  }

  private static FileRange range(Piece first, Piece last) {
    boolean toEnd = last.to == last.shape.rowGroupRows()[last.group];
    return new FileRange(
        first.shape.file(), first.group, last.group + 1, first.from, toEnd ? -1 : last.to);
  }

  private List<Piece> pieces(List<FileShape> shapes, double chunkBytes) {
    List<Piece> pieces = new ArrayList<>();
    for (FileShape shape : shapes) {
      for (int g = 0; g < shape.rowGroupBytes().length; g++) {
        double bytes = shape.rowGroupBytes()[g];
        long rows = shape.rowGroupRows()[g];
        long parts =
            parts(bytes / Math.max(leastPart, chunkBytes), rows, shape.rowGroupIndexed()[g]);
        for (long part = 0; part < parts; part++) {
          long from = rowOf(part, parts, rows);
          long to = rowOf(part + 1, parts, rows);
          pieces.add(new Piece(shape, g, from, to, bytes / parts));
        }
      }
    }
    return pieces;
  }

  /** Parts of a row group that has the bytes of so many parts. */
  private long parts(double fit, long rows, boolean indexed) {
    long parts = (long) (fit + 1e-9);
    return Math.max(1, Math.min(Math.min(parts, rows), indexed ? rows : partsWithoutIndex));
  }

  /** The first row of a part. */
  private static long rowOf(long part, long parts, long rows) {
    return rows / parts * part + rows % parts * part / parts;
  }
}
