package org.transferability.run.chunk;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.sample.RowSampler;
import org.transferability.read.RowBlock;
import org.transferability.read.label.RowFolds;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;
import scala.Tuple2;

/**
 * Labels that a shuffle has brought into the order in which the chunk's rows are read; each row of
 * features looks at the next label only. With a fold column the shuffle brings the fold too, as one
 * number more behind the labels.
 */
final class AlignedLabels extends RowLabels {
  private final int outputs;
  private final Iterator<Tuple2<RowPlace, double[]>> next;
  private double[] labels = new double[0];
  private int[] broughtFolds = new int[0];
  private boolean bringsFolds;
  private boolean started;
  private RowPlace.@Nullable Row place; // null before the first and after the last
  private double[] placed = new double[0];

  /**
   * @param sorted labels by place, ascending
   */
  AlignedLabels(int outputs, Iterator<Tuple2<RowPlace, double[]>> sorted) {
    this.outputs = outputs;
    this.next = sorted;
  }

  private void advance() {
    if (!next.hasNext()) {
      place = null;
      return;
    }
    Tuple2<RowPlace, double[]> found = next.next();
    if (found._1() instanceof RowPlace.Failed failed) {
      throw new InputException(failed.error());
    }
    place = (RowPlace.Row) found._1();
    placed = found._2();
  }

  @Override
  double[] of(RowBlock block, int range) {
    if (labels.length < block.capacity() * outputs) {
      labels = new double[Math.multiplyExact(block.capacity(), outputs)];
    }
    if (broughtFolds.length < block.capacity()) {
      broughtFolds = new int[block.capacity()];
    }
    if (!started) {
      started = true;
      advance();
    }
    int kept = 0;
    int rows = block.rows();
    for (int row = 0; row < rows; row++) {
      long number = block.rowInFile()[row];
      while (place != null && place.isBefore(range, number)) {
        advance(); // the row was left out for its features
      }
      if (place == null || !place.is(range, number)) {
        addStranger(block, row);
        continue;
      }
      System.arraycopy(placed, 0, labels, kept * outputs, outputs);
      bringsFolds = placed.length > outputs;
      broughtFolds[kept] = bringsFolds ? (int) placed[outputs] : 0;
      advance();
      if (kept < row) {
        block.moveRow(row, kept);
      }
      kept++;
    }
    block.truncate(kept);
    return labels;
  }

  @Override
  void folds(RowBlock block, RowFolds folds, DataFile file, int[] foldOfRow) {
    if (bringsFolds) {
      System.arraycopy(broughtFolds, 0, foldOfRow, 0, block.rows());
    } else {
      super.folds(block, folds, file, foldOfRow);
    }
  }

  @Override
  boolean hasGroups(RowBlock block) {
    return bringsFolds;
  }

  /** The shuffle brings only the fold of a group. */
  @Override
  int group(RowBlock block, RowFolds folds, int row, int fold) {
    return fold & (RowSampler.BLOCKS - 1);
  }
}
