package org.transferability.run.chunk;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where a row of features stands: its chunk, the chunk's range of row groups, the row of the file.
 *
 * @param error an error of the join that ends the chunk, or null; such places sort first
 */
public record RowPlace(int chunk, int range, long row, String error)
    implements Comparable<RowPlace>, Serializable {
  private static final Comparator<RowPlace> ORDER =
      Comparator.comparingInt(RowPlace::chunk)
          .thenComparingInt(RowPlace::range)
          .thenComparingLong(RowPlace::row)
          .thenComparing(place -> place.error() == null ? "" : place.error());

  public static RowPlace of(int chunk, int range, long row) {
    return new RowPlace(chunk, range, row, null);
  }

  public static RowPlace error(int chunk, String message) {
    return new RowPlace(chunk, -1, -1, message);
  }

  boolean is(int otherRange, long otherRow) {
    return range == otherRange && row == otherRow;
  }

  boolean isBefore(int otherRange, long otherRow) {
    return range < otherRange || (range == otherRange && row < otherRow);
  }

  @Override
  public int compareTo(RowPlace other) {
    return ORDER.compare(this, other);
  }
}
