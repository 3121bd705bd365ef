package org.transferability.read.label;

import java.nio.charset.StandardCharsets;
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
 */
public final class RowFolds {
  /** Differs from the seed of the joins, so that folds are independent of them. */
  private static final long SEED = 0x666f6c64; // "fold"

  private final int count;

  /**
   * @param count K, at least 1
   */
  public RowFolds(int count) {
    this.count = count;
  }

  public int count() {
    return count;
  }

  /**
   * Writes the fold of each row of a block.
   *
   * @param file the rows' file, which is used only if they have neither a fold column nor an id
   * @param folds at least as many as rows
   */
  public void of(RowBlock block, DataFile file, int[] folds) {
    IdStore keys = block.foldKeys().kind == IdKind.NONE ? block.ids() : block.foldKeys();
    if (keys.kind == IdKind.NONE) {
      byte[] name = name(file.path()).getBytes(StandardCharsets.UTF_8);
      long seed = Hash.of(name, 0, name.length, SEED);
      for (int row = 0; row < block.rows(); row++) {
        folds[row] = fold(Hash.of(block.rowInFile()[row], seed));
      }
      return;
    }
    for (int row = 0; row < block.rows(); row++) {
      folds[row] = fold(hash(keys, row));
    }
  }

  /** The fold of a row of a block by its fold column. */
  public int byKey(RowBlock block, int row) {
    return fold(hash(block.foldKeys(), row));
  }

  /** The fold of a row of a table of labels that has a fold column. */
  public int of(LabelTable table, int row) {
    return fold(table.foldHash(row));
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

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
