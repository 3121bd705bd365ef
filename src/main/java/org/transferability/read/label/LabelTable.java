package org.transferability.read.label;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;
import org.transferability.read.Finite;
import org.transferability.read.LabelColumn;
import org.transferability.read.RowBlock;
import org.transferability.read.RowChoice;
import org.transferability.read.id.IdIndex;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdStore;
import org.transferability.read.page.PrimitiveArrays;
import org.transferability.read.tree.TargetFiles;
import org.transferability.study.InputException;

/**
 * The labels of one dataset in memory, found by id: a primitive array per kind, without an object
 * per row, cheap to send. The outputs of all columns of a row are contiguous, NaN = missing. Values
 * are stored as floats if that loses no precision.
 */
public final class LabelTable implements Externalizable {
  private static final long serialVersionUID = 1L;

  private String dataset;
  private List<LabelColumn> columns;
  private int outputs;
  private IdStore ids;

  /** Row-major rows x Q; one of the two is null. */
  private double[] doubles;

  private float[] floats;

  /** Hashes of the fold column by row, or null without one. */
  private long[] foldHashes;

  /** Built when it is first needed; tasks whose hints are always right do not need it. */
  private volatile IdIndex index;

  /** For deserialisation only. */
  public LabelTable() {}

  LabelTable(
      String dataset,
      List<LabelColumn> columns,
      IdStore ids,
      double[] labels,
      IdIndex index,
      long[] foldHashes) {
    this.dataset = dataset;
    this.columns = List.copyOf(columns);
    this.outputs = columns.stream().mapToInt(LabelColumn::width).sum();
    this.ids = ids;
    this.floats = PrimitiveArrays.floatsOrNull(labels);
    this.doubles = floats == null ? labels : null;
    this.index = index;
    this.foldHashes = foldHashes;
  }

  /**
   * Reads the labels of a dataset.
   *
   * @param labels the columns, in the requested order
   * @throws InputException if a file or column cannot be read, lists of a column differ in length,
   *     a label is infinite, an id is null or appears twice, or there are no rows
   * @throws IOException if the file system fails
   */
  public static LabelTable read(
      Configuration conf, TargetFiles files, String idColumn, List<String> labels)
      throws IOException {
    return read(conf, files, idColumn, labels, null);
  }

  /**
   * The same with a column that determines which rows stay together in one fold.
   *
   * @param foldColumn whole numbers or texts, none null; or null: no such column
   */
  public static LabelTable read(
      Configuration conf,
      TargetFiles files,
      String idColumn,
      List<String> labels,
      String foldColumn)
      throws IOException {
    return new LabelTableReader(files, idColumn, labels, foldColumn).read(conf);
  }

  /**
   * The table of some of its rows, in their order.
   *
   * @param rows numbers below {@link #rows()}
   */
  public LabelTable only(RoaringBitmap rows) {
    IdStore kept = ids.only(rows);
    double[] labels = new double[Math.multiplyExact(kept.rows(), outputs)];
    long[] hashes = foldHashes == null ? null : new long[kept.rows()];
    int to = 0;
    for (PeekableIntIterator from = rows.getIntIterator(); from.hasNext(); to++) {
      int row = from.next();
      copyLabels(row, labels, to * outputs);
      if (hashes != null) {
        hashes[to] = foldHashes[row];
      }
    }
    return new LabelTable(dataset, columns, kept, labels, null, hashes);
  }

  /** Whether a column determines which rows stay together. */
  public boolean hasFoldKeys() {
    return foldHashes != null;
  }

  long foldHash(int row) {
    return foldHashes[row];
  }

  public String dataset() {
    return dataset;
  }

  /** Columns in the requested order, with the widths that were found. */
  public List<LabelColumn> columns() {
    return columns;
  }

  public int rows() {
    return ids.rows();
  }

  /** How many rows are in a sample. */
  public int count(RowChoice.ByHash sample) {
    return sample.count(ids);
  }

  /** Outputs per row, Q. */
  public int outputs() {
    return outputs;
  }

  public IdKind idKind() {
    return ids.kind;
  }

  /** Serialised size of this table in bytes, within a few hundred. */
  public long bytes() {
    long idBytes = ids.kind.isNumber() ? 8L * ids.rows() : 4L * ids.rows() + ids.bytes().length;
    return idBytes
        + (floats == null ? 8L : 4L) * rows() * outputs
        + (foldHashes == null ? 0 : 8L * rows());
  }

  /**
   * The row with the id of a row of a block.
   *
   * @param hint the row to check first, any int: the one after the last match needs no hashing if
   *     both tables are in the same order
   * @return -1 if there is none
   * @throws InputException if the block's ids are of the other kind
   */
  public int rowOf(RowBlock block, int blockRow, int hint) {
    if (!ids.kind.joins(block.idKind())) {
      throw new InputException(
          "Cannot join labels of "
              + dataset
              + ": expected ids of kind "
              + ids.kind
              + " as in the labels, found "
              + block.idKind()
              + " in the features");
    }
    if (hint >= 0 && hint < ids.rows() && ids.sameId(hint, block.ids(), blockRow)) {
      return hint;
    }
    return index().find(block.ids(), blockRow);
  }

  private IdIndex index() {
    IdIndex built = index;
    if (built == null) {
      synchronized (this) {
        if (index == null) {
          index = new IdIndex(ids);
        }
        built = index;
      }
    }
    return built;
  }

  /** Copies the Q labels of a row. */
  public void copyLabels(int row, double[] destination, int offset) {
    int from = row * outputs;
    if (doubles != null) {
      System.arraycopy(doubles, from, destination, offset, outputs);
    } else {
      for (int i = 0; i < outputs; i++) {
        destination[offset + i] = floats[from + i];
      }
    }
  }

  /** The ranges of all outputs, or empty if a label is missing. */
  Optional<LabelRange> rangesIfComplete() {
    LabelRange ranges = LabelRange.empty(outputs);
    double[] labels = new double[outputs];
    boolean complete = columns.stream().allMatch(column -> column.width() > 0);
    for (int row = 0; complete && row < rows(); row++) {
      copyLabels(row, labels, 0);
      complete = Finite.all(labels, 0, outputs); // infinite ones were refused
      ranges.widen(labels, 0);
    }
    return complete ? Optional.of(ranges) : Optional.empty();
  }

  double label(int row, int output) {
    int at = row * outputs + output;
    return doubles == null ? floats[at] : doubles[at];
  }

  public String idText(int row) {
    return ids.text(row);
  }

  IdStore ids() {
    return ids;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeUTF(dataset);
    out.writeInt(columns.size());
    for (LabelColumn column : columns) {
      out.writeUTF(column.name());
      out.writeInt(column.width());
    }
    out.writeUTF(ids.kind.name());
    out.writeInt(ids.rows());
    out.writeBoolean(floats != null);
    PrimitiveArrays arrays = new PrimitiveArrays();
    if (ids.kind.isNumber()) {
      arrays.write(ids.longs(), ids.rows(), out);
    } else {
      out.writeInt(ids.bytes().length);
      out.write(ids.bytes());
      arrays.write(ids.ends(), ids.rows(), out);
    }
    if (floats != null) {
      arrays.write(floats, out);
    } else {
      arrays.write(doubles, out);
    }
    out.writeBoolean(foldHashes != null);
    if (foldHashes != null) {
      arrays.write(foldHashes, rows(), out);
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    dataset = in.readUTF();
    LabelColumn[] read = new LabelColumn[in.readInt()];
    for (int i = 0; i < read.length; i++) {
      read[i] = new LabelColumn(in.readUTF(), in.readInt());
    }
    columns = List.of(read);
    outputs = columns.stream().mapToInt(LabelColumn::width).sum();
    IdKind kind = IdKind.valueOf(in.readUTF());
    int rows = in.readInt();
    boolean narrow = in.readBoolean();
    PrimitiveArrays arrays = new PrimitiveArrays();
    long[] longs = new long[kind.isNumber() ? rows : 0];
    byte[] bytes = new byte[0];
    int[] ends = new int[kind.isNumber() ? 0 : rows];
    if (kind.isNumber()) {
      arrays.read(longs, in);
    } else {
      bytes = new byte[in.readInt()];
      in.readFully(bytes);
      arrays.read(ends, in);
    }
    ids = new IdStore(kind, rows, longs, bytes, ends);
    if (narrow) {
      floats = new float[rows * outputs];
      arrays.read(floats, in);
    } else {
      doubles = new double[rows * outputs];
      arrays.read(doubles, in);
    }
    if (in.readBoolean()) {
      foldHashes = new long[rows];
      arrays.read(foldHashes, in);
    }
  }
}
