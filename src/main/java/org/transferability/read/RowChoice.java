package org.transferability.read;

import java.io.Serializable;
import java.util.Arrays;
import org.transferability.read.id.IdStore;

/** Which rows of a file are read where not all are. */
public sealed interface RowChoice extends Serializable {
  /**
   * Rows whose id has a small hash. Independent of the order of the rows, of folds and of joins.
   * The rows of a smaller share are among those of a larger one.
   *
   * @param share of the range of hashes, between 0 and 1
   */
  record ByHash(double share) implements RowChoice {
    private static final long SEED = 0x73616d706c65L; // "sample"

    /** Whether a row is chosen. */
    public boolean has(IdStore ids, int row) {
      return (ids.hash(row, SEED) >>> 11) * 0x1p-53 < share;
    }

    /** How many of some ids are chosen. */
    public int count(IdStore ids) {
      int chosen = 0;
      for (int row = 0; row < ids.rows(); row++) {
        chosen += has(ids, row) ? 1 : 0;
      }
      return chosen;
    }
  }

  /** Runs of consecutive rows, by their numbers in the file. Immutable. */
  final class Runs implements RowChoice {
    private static final long serialVersionUID = 1L;

    private final long[] bounds; // from, to, from, to, ..., growing

    /**
     * @param bounds the first row of a run and the row after its last one, run by run, growing. Not
     *     copied.
     */
    public Runs(long[] bounds) {
      for (int i = 1; i < bounds.length; i++) {
        if (bounds[i] <= bounds[i - 1]) {
          throw new IllegalArgumentException("Cannot choose rows: runs must grow");
        }
      }
      this.bounds = bounds;
    }

    /** Number of rows. */
    public long rows() {
      long rows = 0;
      for (int i = 0; i < bounds.length; i += 2) {
        rows += bounds[i + 1] - bounds[i];
      }
      return rows;
    }

    /** The rows among [from, to). */
    public Runs within(long from, long to) {
      if (from >= to) {
        return new Runs(new long[0]);
      }
      int start = runAfter(from);
      int end = start;
      while (end < bounds.length && bounds[end] < to) {
        end += 2;
      }
      long[] part = new long[end - start];
      int n = 0;
      for (int i = start; i < end; i += 2) {
        part[n++] = Math.max(from, bounds[i]);
        part[n++] = Math.min(to, bounds[i + 1]);
      }
      return new Runs(part);
    }

    /** The rows that another choice lacks. */
    public Runs without(Runs other) {
      long[] left = new long[bounds.length + other.bounds.length];
      int n = 0;
      int o = 0;
      for (int i = 0; i < bounds.length; i += 2) {
        long from = bounds[i];
        while (o < other.bounds.length && other.bounds[o + 1] <= from) {
          o += 2;
        }
        for (int k = o; k < other.bounds.length && other.bounds[k] < bounds[i + 1]; k += 2) {
          if (from < other.bounds[k]) {
            left[n++] = from;
            left[n++] = other.bounds[k];
          }
          from = Math.max(from, other.bounds[k + 1]);
        }
        if (from < bounds[i + 1]) {
          left[n++] = from;
          left[n++] = bounds[i + 1];
        }
      }
      return new Runs(Arrays.copyOf(left, n));
    }

    /** The same rows with numbers that are smaller by this. */
    public Runs movedBack(long by) {
      return new Runs(Arrays.stream(bounds).map(row -> row - by).toArray());
    }

    /** The first row from this one on, or {@code none}. */
    long firstFrom(long row, long none) {
      int i = runAfter(row);
      return i < bounds.length ? Math.max(row, bounds[i]) : none;
    }

    /**
     * The row after the last one of the runs that follow each other with gaps of at most so many
     * rows.
     *
     * @param row one of the chosen rows
     */
    long endFrom(long row, long gap) {
      int i = runAfter(row);
      while (i + 2 < bounds.length && bounds[i + 2] - bounds[i + 1] <= gap) {
        i += 2;
      }
      return bounds[i + 1];
    }

    /** Whether a row is chosen. */
    public boolean has(long row) {
      int i = runAfter(row);
      return i < bounds.length && bounds[i] <= row;
    }

    /** The index in the bounds of the first run that ends after a row. */
    private int runAfter(long row) {
      int at = Arrays.binarySearch(bounds, row);
      int next = at >= 0 ? at + 1 : -at - 1; // the first bound above the row
      return next & ~1;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Runs runs && Arrays.equals(bounds, runs.bounds);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
      return "%d runs of %d rows".formatted(bounds.length / 2, rows());
    }
  }
}
