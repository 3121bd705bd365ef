package org.transferability.read;

import java.io.Serializable;
import java.util.Objects;
import org.transferability.read.id.IdKind;
import org.transferability.read.page.DataFile;

/**
 * The content of a file according to its footer.
 *
 * @param rows rows of the file
 * @param rowGroupRows rows of each row group
 * @param rowGroupBytes compressed bytes of the needed columns in each row group
 * @param rowGroupIndexed whether each row group can be read from any row on without decoding the
 *     rows before it: a page index or the headers of pages give the place of a row
 * @param width features per row according to the footer (or the first row, if the footer does not
 *     have it), -1 if unknown: for planning; {@link RowReader#width()} is exact
 * @param nested whether features or predictions are lists of lists, whose shape is known only from
 *     rows
 * @param idKind how ids are stored
 * @param labelsLookComplete whether each label is a number, and the footer counts no null among
 *     them; a label may still be missing as NaN
 */
public record FileShape(
    DataFile file,
    long rows,
    long[] rowGroupRows,
    long[] rowGroupBytes,
    boolean[] rowGroupIndexed,
    int width,
    boolean nested,
    IdKind idKind,
    boolean labelsLookComplete)
    implements Serializable {
  public FileShape {
    Objects.requireNonNull(file, "file");
    if (rowGroupRows.length != rowGroupBytes.length
        || rowGroupRows.length != rowGroupIndexed.length) {
      throw new IllegalArgumentException("Cannot describe " + file.path() + ": uneven row groups");
    }
  }

  /** The same file with other bytes in its row groups. */
  public FileShape withRowGroupBytes(long[] bytes) {
    return new FileShape(
        file,
        rows,
        rowGroupRows,
        bytes,
        rowGroupIndexed,
        width,
        nested,
        idKind,
        labelsLookComplete);
  }
}
