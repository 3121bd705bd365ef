package org.transferability.job;

import java.util.Iterator;
import org.transferability.read.RowBlock;
import org.transferability.study.InputException;
import scala.Tuple2;

/**
 * Labels that a shuffle has brought into the order in which the chunk's rows are read; each row of
 * features looks at the next label only.
 */
final class AlignedLabels extends RowLabels {
  private final int outputs;
  private final Iterator<Tuple2<RowPlace, double[]>> next;
  private double[] labels = new double[0];
  private RowPlace place;
  private double[] placed;

  /**
   * @param sorted labels by place, ascending
   */
  AlignedLabels(int outputs, Iterator<Tuple2<RowPlace, double[]>> sorted) {
    this.outputs = outputs;
    this.next = sorted;
    advance();
  }

  private void advance() {
    if (!next.hasNext()) {
      place = null;
      placed = null;
      return;
    }
    Tuple2<RowPlace, double[]> found = next.next();
    place = found._1();
    placed = found._2();
    if (place.error() != null) {
      throw new InputException(place.error());
    }
  }

  @Override
  double[] of(RowBlock block, int range) {
    if (labels.length < block.capacity() * outputs) {
      labels = new double[Math.multiplyExact(block.capacity(), outputs)];
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
      advance();
      if (kept < row) {
        block.moveRow(row, kept);
      }
      kept++;
    }
    block.truncate(kept);
    return labels;
  }
}
