package org.transferability.read.label;

import java.io.Serializable;
import java.util.Objects;
import org.transferability.read.RowBlock;
import org.transferability.read.id.Hash;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdStore;
import org.transferability.read.page.DataFile;

/**
 * Assigns rows to K folds by a hash of their key: a fold column, else the id, else the file's name
 * and the row's number in it.
 *
 * <pre>
 *   mix(z) = z ^ z >>> 31, after z = (z ^ z >>> 30) bf58476d1ce4e5b9, z = (z ^ z >>> 27) 94d049bb133111eb
 *   fold   = hash mod K, unsigned
 * </pre>
 *
 * <p>with mix as in {@link Hash}, where the hash of a number uses its 64 bits and that of a text
 * its UTF-8 bytes, so that the number 5 and the text 5 may be in different folds. Folds are the
 * same on every machine, and for every order and partition of the rows.
 *
 * <p>With {@link FoldValues} each value of a column has a fold of its own, or several, to which its
 * rows are assigned by the hash of the id.
 */
public final class RowFolds implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Differs from the seed of the joins, so that folds are independent of them. */
  private static final long SEED = 0x666f6c64; // "fold"

  private final int count;
  private final FoldValues values; // null: hashes decide

  /**
   * @param count K, at least 1
   */
  public RowFolds(int count) {
    this.count = count;
    this.values = null;
  }

  private RowFolds(FoldValues values) {
    this.count = values.folds();
    this.values = values;
  }

  /** By the values of a column. */
  public static RowFolds of(FoldValues values) {
    return new RowFolds(values);
  }

  public int count() {
    return count;
  }

  /** Whether the values of a column decide, not hashes. */
  public boolean areGiven() {
    return values != null;
  }

  /**
   * The values of the column.
   *
   * @throws NullPointerException if hashes decide
   */
  public FoldValues values() {
    return Objects.requireNonNull(values, "values");
  }

  /**
   * Writes the fold of each row of a block.
   *
   * @param file the rows' file, which is used only if they have neither a fold column nor an id
   * @param folds at least as many as rows
   */
  public void of(RowBlock block, DataFile file, int[] folds) {
    IdStore keys =
        values != null || block.foldKeys().kind == IdKind.NONE ? block.ids() : block.foldKeys();
    boolean placed = keys.kind == IdKind.NONE;
    long seed = placed ? RowHashes.ofName(file, SEED) : 0;
    for (int row = 0; row < block.rows(); row++) {
      long hash = placed ? Hash.of(block.rowInFile()[row], seed) : hash(keys, row);
      folds[row] = values == null ? fold(hash) : values.fold(hash(block.foldKeys(), row), hash);
    }
  }

  /** The fold of a row of a block that has a fold column and an id. */
  public int byKey(RowBlock block, int row) {
    long key = hash(block.foldKeys(), row);
    return values == null ? fold(key) : values.fold(key, hash(block.ids(), row));
  }

  /** The fold of a row of a table of labels that has a fold column. */
  public int of(LabelTable table, int row) {
    long key = table.foldHash(row);
    return values == null ? fold(key) : values.fold(key, hash(table.ids(), row));
  }

  /** Whether errors on the rows of a fold count: of a split, only those of the test rows do. */
  public boolean isHeldOut(int fold) {
    int parts = count / 2;
    return keepGroups() || (fold >= parts && fold < 2 * parts);
  }

  /** Whether rows with the same value of the fold column stay together. */
  public boolean keepGroups() {
    return values == null || !values.isSplit();
  }

  /**
   * The number of the block that a group of rows belongs to.
   *
   * @param blocks how many there are, a power of 2
   */
  public int blockOfGroup(RowBlock block, int row, int fold, int blocks) {
    return blockOfGroup(hash(block.foldKeys(), row), fold, blocks);
  }

  /** The same of a row of a table of labels that has a fold column. */
  public int blockOfGroup(LabelTable table, int row, int fold, int blocks) {
    return blockOfGroup(table.foldHash(row), fold, blocks);
  }

  /** Of groups that are folds, the fold; else other bits than those that decide about folds. */
  private int blockOfGroup(long hash, int fold, int blocks) {
    return values == null ? (int) (hash >>> 32) & (blocks - 1) : fold & (blocks - 1);
  }

  /** The fold of a row whose id, or value in the fold column, is a whole number. */
  public int ofNumber(long id) {
    return fold(Hash.of(id, SEED));
  }

  /** The fold of a row whose id, or value in the fold column, is a text, given in UTF-8. */
  public int ofText(byte[] id) {
    return fold(Hash.of(id, 0, id.length, SEED));
  }

  static long hash(IdStore keys, int row) {
    return keys.hash(row, SEED);
  }

  private int fold(long hash) {
    return (int) Long.remainderUnsigned(hash, count);
  }
}
