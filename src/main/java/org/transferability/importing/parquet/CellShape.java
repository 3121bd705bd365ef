package org.transferability.importing.parquet;

import java.util.Arrays;
import org.transferability.importing.source.NumberColumn;

/**
 * The numbers of elements of the lists of one cell, in the order in which the lists end. Every list
 * of the schema has a place; cells with the same lengths have the same numbers at the same
 * positions, so that each position is one feature.
 */
final class CellShape {
  private static final int NULL = -1;
  private static final int MOST_SHOWN = 8;

  private int places;
  private int[] lists = new int[8]; // pairs of a place and a length
  private int count;
  private int[] first; // of the first cell, or null

  /** A place for one more list of the schema. */
  int place() {
    return places++;
  }

  void clear() {
    count = 0;
  }

  void add(int place, int length) {
    if (count + 2 > lists.length) {
      lists = Arrays.copyOf(lists, 2 * lists.length);
    }
    lists[count++] = place;
    lists[count++] = length;
  }

  /** Marks a list or struct inside the cell as null. */
  void addNull() {
    add(NULL, NULL);
  }

  /** Whether some of its lists have no elements, so that the width of a row is unknown. */
  boolean hasGaps() {
    for (int i = 0; i < count; i += 2) {
      if (lists[i + 1] <= 0) {
        return true;
      }
    }
    return false;
  }

  void keep() {
    first = Arrays.copyOf(lists, count);
  }

  boolean isKept() {
    return Arrays.equals(lists, 0, count, first, 0, first.length);
  }

  /** {@code 2 x 3}, for a cell with this many numbers; only the number if there is no list. */
  String describe(int numbers) {
    return describe(lists, count, numbers);
  }

  String describeKept(int numbers) {
    return describe(first, first.length, numbers);
  }

  private String describe(int[] lists, int count, int numbers) {
    long[] axes = axes(lists, count);
    if (axes == null) {
      StringBuilder text = new StringBuilder(numbers + " in lists of ");
      int shown = 0;
      for (int i = 0; i < count && shown < MOST_SHOWN; i += 2) {
        if (lists[i] != 0) { // the outermost list only counts the others
          text.append(shown++ == 0 ? "" : ", ").append(lists[i] < 0 ? "null" : lists[i + 1]);
        }
      }
      return text.append(shown == MOST_SHOWN ? ", ..." : "").toString();
    }
    StringBuilder text = new StringBuilder();
    long product = 1;
    for (long axis : axes) {
      product *= axis;
      text.append(text.isEmpty() ? "" : " x ").append(axis);
    }
    return product == numbers && axes.length > 0 ? text.toString() : Integer.toString(numbers);
  }

  /** The axes of the first cell, outermost first, without those of length 1. */
  String axes(int numbers) {
    long[] axes = axes(first, first.length);
    if (axes == null) {
      return describeKept(numbers);
    }
    long product = Arrays.stream(axes).reduce(1, (a, b) -> a * b);
    return product == numbers ? NumberColumn.shape(axes, 0, axes.length) : "";
  }

  /** The length of the lists of each place; null if they differ, or one is null. */
  private long[] axes(int[] lists, int count) {
    long[] axes = new long[places];
    Arrays.fill(axes, NULL);
    for (int i = 0; i < count; i += 2) {
      int place = lists[i];
      if (place == NULL || (axes[place] != NULL && axes[place] != lists[i + 1])) {
        return null;
      }
      axes[place] = lists[i + 1];
    }
    return axes;
  }
}
