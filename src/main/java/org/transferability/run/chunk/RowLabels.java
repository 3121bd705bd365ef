package org.transferability.run.chunk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.sample.RowSampler;
import org.transferability.read.RowBlock;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdSpan;
import org.transferability.read.label.RowFolds;
import org.transferability.read.label.RowHashes;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/**
 * Finds the labels of the rows of a block, and leaves only the rows that have some. One object
 * serves one chunk.
 */
public abstract class RowLabels implements AutoCloseable {
  private static final int EXAMPLES = 3;

  private final List<String> strangers = new ArrayList<>();
  private long unmatched;

  /**
   * Drops the rows without labels from the block.
   *
   * @param range number of the chunk's range that the last rows came from
   * @return labels of the rows that stay, row-major; valid until the next call
   */
  abstract double[] of(RowBlock block, int range) throws IOException;

  /**
   * Writes the fold of each row of the block that the last call left.
   *
   * @param file where the rows stand
   */
  void folds(RowBlock block, RowFolds folds, DataFile file, int[] foldOfRow) {
    folds.of(block, file, foldOfRow);
  }

  /**
   * Writes the hash of each row of the block that the last call left, and its block of rows: rows
   * of a group that stays together share one. Rows that are not held out have the largest hash, so
   * that they are not sampled.
   *
   * @param foldOfRow as {@link #folds} wrote it
   */
  final void keys(
      RowBlock block, RowFolds folds, DataFile file, int[] foldOfRow, RowSampler.Keys keys) {
    RowHashes.of(block, file, keys.hashes());
    boolean grouped = folds.keepGroups() && hasGroups(block);
    for (int row = 0; row < block.rows(); row++) {
      if (!folds.isHeldOut(foldOfRow[row])) {
        keys.hashes()[row] = -1;
      }
      keys.blocks()[row] =
          (byte)
              (grouped
                  ? group(block, folds, row, foldOfRow[row])
                  : (int) keys.hashes()[row] & (RowSampler.BLOCKS - 1));
    }
  }

  /** Whether the rows that the last call left have values of a fold column. */
  boolean hasGroups(RowBlock block) {
    return block.foldKeys().kind != IdKind.NONE;
  }

  /** The block of rows of the group of a row. */
  int group(RowBlock block, RowFolds folds, int row, int fold) {
    return folds.blockOfGroup(block, row, fold, RowSampler.BLOCKS);
  }

  /**
   * Numbers and texts never match, not even 7 and "7": better said than "no id in common".
   *
   * @param set name of the feature set
   * @param file of the set
   * @throws InputException if the ids of the file are of another kind than the labels'
   */
  public static void requireKind(String set, IdKind ofLabels, IdKind found, DataFile file) {
    if (!ofLabels.joins(found)) {
      throw new InputException(
          "Cannot join %s: expected ids of kind %s as in the labels, found %s (%s)"
              .formatted(set, ofLabels, found, file.path()));
    }
  }

  /** Serialised bitmap of the rows of the label table that were found, or null. */
  byte @Nullable [] matched() {
    return null;
  }

  /**
   * Where the ids lie of rows that were looked at because nothing is joined, or null.
   *
   * @throws InputException if an id is there twice
   */
  @Nullable IdSpan ids(Configuration conf) throws IOException {
    return null;
  }

  /** Counts a row whose id has no labels. */
  final void addStranger(RowBlock block, int row) {
    unmatched++;
    if (strangers.size() < EXAMPLES) {
      strangers.add(block.idText(row));
    }
  }

  final List<String> strangers() {
    return strangers;
  }

  final long unmatched() {
    return unmatched;
  }

  @Override
  public void close() throws IOException {
    // most read no files
  }
}
