package org.transferability.run.plan;

import java.util.ArrayList;
import java.util.List;
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
 */
public final class ChunkPlanner {
  public static final long SMALLEST_CHUNK = 32L << 20;

  /** What a task must have to read for its start to cost little. */
  static final long LEAST_CHUNK = 8L << 20;

  static final int RATIO = 10;

  /** Of sets that are not worth {@value #PARTS} chunks. */
  static final int SMALL_RATIO = 4;

  static final int PARTS = 8;

  private final long least;
  private final long most;

  private ChunkPlanner(long least, long most) {
    this.least = Math.max(1, least);
    this.most = Math.max(1, most);
  }

  /** Chunks of the stated size in bytes of Parquet, whatever the width. */
  public static ChunkPlanner ofSize(long chunkBytes) {
    return new ChunkPlanner(chunkBytes, chunkBytes);
  }

  /**
   * Chunks whose size suits feature sets of the given width, whose rows are dealt to folds.
   *
   * @param outputs of all targets: their labels are read and multiplied too, so that with many of
   *     them a chunk has fewer bytes of features
   */
  public static ChunkPlanner forWidth(int width, int outputs, int folds) {
    long moved = 4L * width * width + 8L * width * outputs;
    double features = width == 0 ? 1 : 4.0 * width / (4.0 * width + 8.0 * outputs);
    return new ChunkPlanner(
        (long) (features * Math.max(LEAST_CHUNK, SMALL_RATIO * moved)),
        (long) (features * Math.max(SMALLEST_CHUNK, RATIO * moved * folds)));
  }

  /** How many chunks so many bytes of Parquet are cut into, if row groups allow it. */
  public long chunks(long bytes) {
    return Math.max(1, bytes / Math.max(least, Math.min(most, bytes / PARTS)));
  }

  /** The chunks in order: each a list of row-group ranges in file order; none is empty. */
  List<List<FileRange>> cut(List<FileShape> shapes) {
    long total = 0;
    for (FileShape shape : shapes) {
      for (long bytes : shape.rowGroupBytes()) {
        total += bytes;
      }
    }
    long chunks = chunks(total);
    List<List<FileRange>> cut = new ArrayList<>();
    List<FileRange> current = new ArrayList<>();
    long seen = 0;
    long lastChunk = 0;
    for (FileShape shape : shapes) {
      long[] groups = shape.rowGroupBytes();
      int first = 0;
      for (int g = 0; g < groups.length; g++) {
        // the middle of a row group says which chunk it belongs to: the nearest cut
        double middle = seen + groups[g] / 2.0;
        long chunk = (long) (middle / Math.max(1, total) * chunks);
        if (chunk > lastChunk && (g > first || !current.isEmpty())) {
          if (g > first) {
            current.add(new FileRange(shape.file(), first, g));
          }
          cut.add(current);
          current = new ArrayList<>();
          first = g;
        }
        lastChunk = chunk;
        seen += groups[g];
      }
      if (first < groups.length) {
        current.add(new FileRange(shape.file(), first, groups.length));
      }
    }
    if (!current.isEmpty()) {
      cut.add(current);
    }
    return cut;
  }
}
