package org.transferability.importing;

import java.util.Arrays;

/**
 * How many elements the lists of one cell have. Every list of the schema has a place here; in a
 * cell all lists of a place are equally long, and as long as in the first cell: only then does each
 * number always mean the same feature.
 */
final class CellShape {
  private static final int UNSET = -1;

  private int[] lengths = new int[0]; // by place, of this cell
  private int[] first; // of the first cell, or null
  private String uneven; // what makes this cell no array, or null

  /** A place for one more list of the schema. */
  int place() {
    lengths = Arrays.copyOf(lengths, lengths.length + 1);
    return lengths.length - 1;
  }

  void clear() {
    Arrays.fill(lengths, UNSET);
    uneven = null;
  }

  /** A list of this cell has ended. */
  void add(int place, int length) {
    if (lengths[place] == UNSET) {
      lengths[place] = length;
    } else if (lengths[place] != length && uneven == null) {
      uneven = "lists of %d and of %d in one row".formatted(lengths[place], length);
    }
  }

  /** A list or struct inside of the cell is null, so that the places of its numbers are not known. */
  void addNull() {
    if (uneven == null) {
      uneven = "null for a list or struct inside of it";
    }
  }

  /** This cell is the first one with values. */
  void keep() {
    first = lengths.clone();
  }

  /** Whether this cell is as the first one. */
  boolean isKept() {
    return uneven == null && Arrays.equals(lengths, first);
  }

  /** Whether it has no regular shape. */
  boolean isUneven() {
    return uneven != null;
  }

  /** {@code 2 x 3 numbers} of a cell with so many numbers. */
  String describe(int count) {
    return uneven != null ? uneven : describe(lengths, count);
  }

  String describeKept(int count) {
    return describe(first, count);
  }

  private static String describe(int[] lengths, int count) {
    long product = 1;
    StringBuilder text = new StringBuilder();
    for (int length : lengths) {
      product *= length;
      text.append(text.isEmpty() ? "" : " x ").append(length);
    }
    return product == count && lengths.length > 0 ? text.toString() : Integer.toString(count);
  }

  /** The axes of the first cell, outermost first, those of length 1 left out. */
  String axes(int count) {
    long product = 1;
    long[] axes = new long[first.length];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = first[i];
      product *= axes[i];
    }
    return product == count ? NumberColumn.shape(axes, 0, axes.length) : "";
  }
}
