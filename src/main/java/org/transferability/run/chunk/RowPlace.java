package org.transferability.run.chunk;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where a label belongs that a shuffle brings to its chunk. Places sort by chunk; within a chunk,
 * errors come first, then the rows in the order in which they are read.
 */
public sealed interface RowPlace extends Comparable<RowPlace>, Serializable {
  int chunk();

  /** A row of features: its chunk, the chunk's range of row groups, the row of the file. */
  record Row(int chunk, int range, long row) implements RowPlace {
    private static final Comparator<Row> ORDER =
        Comparator.comparingInt(Row::range).thenComparingLong(Row::row);

    boolean is(int otherRange, long otherRow) {
      return range == otherRange && row == otherRow;
    }

    boolean isBefore(int otherRange, long otherRow) {
      return range < otherRange || (range == otherRange && row < otherRow);
    }
  }

  /** An error of the join, which ends the chunk. */
  record Failed(int chunk, String error) implements RowPlace {}

  @Override
  default int compareTo(RowPlace other) {
    if (chunk() != other.chunk()) {
      return Integer.compare(chunk(), other.chunk());
    }
    if (this instanceof Row mine && other instanceof Row theirs) {
      return Row.ORDER.compare(mine, theirs);
    }
    if (this instanceof Failed mine && other instanceof Failed theirs) {
      return mine.error.compareTo(theirs.error);
    }
    return this instanceof Failed ? -1 : 1;
  }
}
