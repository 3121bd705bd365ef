package org.transferability.read;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The labels of one dataset in memory, found by id: a primitive array per kind, no object per row,
 * cheap to send. Outputs of all columns stand side by side, NaN = missing.
 */
public final class LabelTable implements Externalizable {
  private static final long serialVersionUID = 1L;

  /** For deserialisation only. */
  public LabelTable() {}

  /**
   * Reads the labels of a dataset.
   *
   * @throws org.transferability.study.InputException if a file or column cannot be read, lists of a
   *     column differ in length, a label is infinite, an id is null or appears twice, or there are
   *     no rows
   */
  public static LabelTable read(
      Configuration conf, TargetFiles files, String idColumn, List<String> labels)
      throws IOException {
    throw new UnsupportedOperationException("not written yet");
  }

  public String dataset() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Columns in the order asked for, with the widths found. */
  public List<LabelColumn> columns() {
    throw new UnsupportedOperationException("not written yet");
  }

  public int rows() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Outputs per row, Q. */
  public int outputs() {
    throw new UnsupportedOperationException("not written yet");
  }

  public IdKind idKind() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Bytes this table takes when sent. */
  public long bytes() {
    throw new UnsupportedOperationException("not written yet");
  }

  /**
   * The row with the id of a row of a block.
   *
   * @param hint the row to look at first, any int: the one after the last match costs no hashing
   *     when both sides are in the same order
   * @return -1 if there is none
   */
  public int rowOf(RowBlock block, int blockRow, int hint) {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Copies the Q labels of a row. */
  public void copyLabels(int row, double[] destination, int offset) {
    throw new UnsupportedOperationException("not written yet");
  }

  public String idText(int row) {
    throw new UnsupportedOperationException("not written yet");
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    throw new UnsupportedOperationException("not written yet");
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    throw new UnsupportedOperationException("not written yet");
  }
}
