package org.transferability.read;

import java.io.Serializable;
import java.util.Objects;
import org.transferability.read.id.IdKind;
import org.transferability.read.page.DataFile;

/**
 * What a footer says of a file.
 *
 * @param rows rows of the file
 * @param rowGroupRows rows of each row group
 * @param rowGroupBytes compressed bytes of the needed columns in each row group
 * @param width features per row as far as the footer (or the first row, where the footer cannot
 *     tell) says, -1 unknown: for planning; {@link RowReader#width()} is what is read
 * @param nested whether features or predictions are lists of lists, whose shape only rows show
 * @param idKind how ids are stored
 * @param labelsLookComplete whether each label is a number, and the footer counts no null among
 *     them; a NaN may still stand for a missing one
 */
public record FileShape(
    DataFile file,
    long rows,
    long[] rowGroupRows,
    long[] rowGroupBytes,
    int width,
    boolean nested,
    IdKind idKind,
    boolean labelsLookComplete)
    implements Serializable {
  public FileShape {
    Objects.requireNonNull(file, "file");
    if (rowGroupRows.length != rowGroupBytes.length) {
      throw new IllegalArgumentException("Cannot describe " + file.path() + ": uneven row groups");
    }
  }
}
