package org.transferability.read;

import java.util.Arrays;
import java.util.List;
import org.transferability.read.page.RowProblem;

/** Finds the shape of a row of nested lists from its levels, entry by entry. */
final class ShapeCounter {
  private static final int UNKNOWN = -1;

  private final int depth;

  /** Number of elements so far of the open list at each depth; unknown if there is none. */
  private final int[] counts;

  /** Length of the lists of each depth that have ended. */
  private final int[] lengths;

  ShapeCounter(int depth) {
    this.depth = depth;
    this.counts = new int[depth];
    this.lengths = new int[depth];
  }

  /** Starts a row. */
  void start() {
    Arrays.fill(counts, UNKNOWN);
    Arrays.fill(lengths, UNKNOWN);
  }

  /** All entries of a row of this shape have been added; further entries follow. */
  void resume(ListShape shape) {
    for (int k = 0; k < depth; k++) {
      lengths[k] = k == 0 ? UNKNOWN : shape.lengths().get(k);
      counts[k] = shape.lengths().get(k);
    }
  }

  /**
   * Adds an entry.
   *
   * @param repetition depth of the list that it continues; 0: it begins the row
   * @param empty depth of the list that is empty here, from 0; the depth of all lists if none is
   * @param rowInGroup number of the row, for errors
   */
  void entry(int repetition, int empty, long rowInGroup) {
    for (int k = depth - 1; k >= repetition; k--) {
      close(k, rowInGroup);
    }
    if (repetition > 0) {
      counts[repetition - 1]++;
    }
    for (int k = repetition; k < depth; k++) {
      counts[k] = k < empty ? 1 : k == empty ? 0 : UNKNOWN;
    }
  }

  private void close(int k, long rowInGroup) {
    if (counts[k] == UNKNOWN) {
      return;
    }
    if (lengths[k] != UNKNOWN && lengths[k] != counts[k]) {
      throw new RowProblem(
          rowInGroup,
          "lists of the same length at each depth",
          "lists of " + lengths[k] + " and " + counts[k]);
    }
    lengths[k] = counts[k];
    counts[k] = UNKNOWN;
  }

  /** Ends the row. */
  ListShape finish(long rowInGroup) {
    for (int k = depth - 1; k >= 0; k--) {
      close(k, rowInGroup);
    }
    Integer[] found = new Integer[depth];
    Arrays.setAll(found, k -> Math.max(0, lengths[k]));
    return new ListShape(List.of(found));
  }
}
