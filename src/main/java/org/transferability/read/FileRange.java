package org.transferability.read;

import java.io.Serializable;
import java.util.Objects;
import org.transferability.read.page.DataFile;

/**
 * Rows of a file: row groups [firstRowGroup, endRowGroup), numbered from 0, without the rows of the
 * first one before {@code fromRow} and those of the last one from {@code toRow} on.
 *
 * @param endRowGroup -1: to the last row group of the file
 * @param fromRow number in the first row group
 * @param toRow number in the last row group; -1: to its end
 * @param choice which of these rows are read, or null: all
 */
public record FileRange(
    DataFile file, int firstRowGroup, int endRowGroup, long fromRow, long toRow, RowChoice choice)
    implements Serializable {
  public FileRange {
    Objects.requireNonNull(file, "file");
    if (firstRowGroup < 0 || endRowGroup < -1 || fromRow < 0 || toRow < -1) {
      throw new IllegalArgumentException(
          "Cannot read row groups %d to %d, rows %d to %d"
              .formatted(firstRowGroup, endRowGroup, fromRow, toRow));
    }
  }

  /** All rows between these bounds. */
  public FileRange(DataFile file, int firstRowGroup, int endRowGroup, long fromRow, long toRow) {
    this(file, firstRowGroup, endRowGroup, fromRow, toRow, null);
  }

  /** Whole row groups. */
  public FileRange(DataFile file, int firstRowGroup, int endRowGroup) {
    this(file, firstRowGroup, endRowGroup, 0, -1);
  }

  public static FileRange all(DataFile file) {
    return new FileRange(file, 0, -1);
  }

  /** Whether it consists of whole row groups. */
  public boolean isWhole() {
    return fromRow == 0 && toRow < 0 && choice == null;
  }

  /** Some rows of this range only. */
  public FileRange only(RowChoice rows) {
    return new FileRange(file, firstRowGroup, endRowGroup, fromRow, toRow, rows);
  }

  /** The row group after the last one, in a file of so many. */
  int end(int groups) {
    return endRowGroup < 0 ? groups : Math.min(groups, endRowGroup);
  }

  /** The first row of a row group that is in the range, of so many rows. */
  long from(int group, long rows) {
    return group == firstRowGroup ? Math.min(rows, fromRow) : 0;
  }

  /** The row after the last one of a row group that is in the range, of so many rows. */
  long to(int group, int groups, long rows) {
    return toRow >= 0 && group == end(groups) - 1 ? Math.min(rows, toRow) : rows;
  }
}
