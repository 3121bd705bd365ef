package org.transferability.read.label;

import java.nio.charset.StandardCharsets;
import org.transferability.read.RowBlock;
import org.transferability.read.id.Hash;
import org.transferability.read.id.IdKind;
import org.transferability.read.page.DataFile;

/**
 * Hashes of rows that decide which are sampled: of the id, else of the file's name and the row's
 * number in it, as in {@link RowFolds}, but independent of folds.
 */
public final class RowHashes {
  private static final long SEED = 0x73616d70; // "samp"

  private RowHashes() {}

  /**
   * Writes the hash of each row of a block.
   *
   * @param file the rows' file, which is used only if they have no ids
   * @param hashes at least as many as rows
   */
  public static void of(RowBlock block, DataFile file, long[] hashes) {
    boolean placed = block.idKind() == IdKind.NONE;
    long seed = placed ? ofName(file, SEED) : 0;
    for (int row = 0; row < block.rows(); row++) {
      hashes[row] = placed ? Hash.of(block.rowInFile()[row], seed) : block.ids().hash(row, SEED);
    }
  }

  /** The hash of the name of a file without its folder, which seeds those of its row numbers. */
  static long ofName(DataFile file, long seed) {
    String path = file.path();
    byte[] name = path.substring(path.lastIndexOf('/') + 1).getBytes(StandardCharsets.UTF_8);
    return Hash.of(name, 0, name.length, seed);
  }
}
