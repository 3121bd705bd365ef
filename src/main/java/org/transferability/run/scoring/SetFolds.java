package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.Moments;
import org.transferability.read.label.FoldValues;
import org.transferability.read.label.RowFolds;

/**
 * The moments of the rows of a set, by their use.
 *
 * @param names of what is held out, if the values of a column decide: each fold, or the test rows
 * @param folds of the rows that are fitted
 * @param blocks the same folds merged into few, for intervals; empty if there are few folds
 * @param test in parts, of rows that are never fitted; empty without a split
 * @param validation of rows that select a penalty; empty if the folds do
 * @param intervals whether pairs of folds, or blocks, are left out for intervals
 */
record SetFolds(
    List<String> names,
    FoldMoments folds,
    Optional<FoldMoments> blocks,
    Optional<FoldMoments> test,
    Optional<Moments> validation,
    boolean intervals) {

  /** The use of the moments of all folds. */
  static SetFolds of(RowFolds asked, FoldMoments all) {
    if (!asked.areGiven() || all.count() == 1) {
      return ofFolds(all);
    }
    FoldValues values = asked.values();
    return values.isSplit() ? ofSplit(values.names(), all) : ofGroups(values.names(), all);
  }

  /** Each fold is left out, and for intervals each pair of folds. */
  static SetFolds ofFolds(FoldMoments all) {
    return new SetFolds(List.of(), all, Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  /** Each fold is left out; for intervals pairs of folds or, of many folds, blocks. */
  static SetFolds ofGroups(List<String> names, FoldMoments all) {
    boolean many = all.count() > HeldErrors.MOST_IN_PAIRS;
    Optional<FoldMoments> blocks = many ? Optional.of(blocks(all)) : Optional.empty();
    return new SetFolds(names, all, blocks, Optional.empty(), Optional.empty(), true);
  }

  /** The first K folds are fitted, the next K are held out, and one more selects the penalty. */
  static SetFolds ofSplit(List<String> names, FoldMoments all) {
    int parts = all.count() / 2;
    return new SetFolds(
        names,
        part(all, 0, parts),
        Optional.empty(),
        Optional.of(part(all, parts, 2 * parts)),
        all.count() > 2 * parts ? Optional.of(all.fold(2 * parts)) : Optional.empty(),
        true);
  }

  private static FoldMoments part(FoldMoments all, int from, int to) {
    List<Moments> folds = new ArrayList<>();
    for (int k = from; k < to; k++) {
      folds.add(all.fold(k));
    }
    return FoldMoments.of(folds);
  }

  private static FoldMoments blocks(FoldMoments all) {
    List<Moments> blocks = new ArrayList<>();
    for (int k = 0; k < all.count(); k++) {
      int block = HeldErrors.block(k);
      if (block < blocks.size()) {
        blocks.set(block, Moments.merge(blocks.get(block), all.fold(k)));
      } else {
        blocks.add(all.fold(k));
      }
    }
    return FoldMoments.of(blocks);
  }

  /** Whether the rows are split into some for fits and others for the score. */
  boolean isSplit() {
    return test.isPresent();
  }

  /** The same for scores without intervals. */
  SetFolds withoutIntervals() {
    return new SetFolds(names, folds, blocks, test, validation, false);
  }

  /** Whether pairs of folds are left out for intervals. */
  boolean pairs() {
    return intervals && !isSplit() && blocks.isEmpty();
  }

  /** The rows of all folds except one. Of many folds, whole blocks are merged first. */
  Moments without(int k) {
    if (blocks.isEmpty()) {
      return folds.without(k);
    }
    int block = HeldErrors.block(k);
    Moments rest = blocks.get().without(block);
    for (int other = block; other < folds.count(); other += HeldErrors.BLOCKS) {
      rest = other == k ? rest : Moments.merge(rest, folds.fold(other));
    }
    return rest;
  }
}
