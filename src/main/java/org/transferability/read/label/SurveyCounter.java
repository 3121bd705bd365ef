package org.transferability.read.label;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.transferability.read.LabelColumn;
import org.transferability.read.ListShape;
import org.transferability.read.id.Hash;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdStore;

/**
 * Counts present rows per label column and adds up the hashes of the others, modulo 2^64 in each of
 * two halves: a sum does not depend on the order.
 */
final class SurveyCounter implements LabelReader.Sink, LabelReader.IdSink {
  private static final long HIGH_SEED = 1;
  private static final long LOW_SEED = 2;

  private final String place;
  private final long placeHash;
  private final long[] present;
  private final long[] gapsHigh;
  private final long[] gapsLow;
  private final LabelRange[] ranges;
  private long total;
  private IdStore ids;
  private long firstRow;

  /** The position identifies rows without ids. */
  SurveyCounter(String place, int columns) {
    this.place = place;
    byte[] bytes = place.getBytes(StandardCharsets.UTF_8);
    placeHash = Hash.of(bytes, 0, bytes.length, 0);
    present = new long[columns];
    gapsHigh = new long[columns];
    gapsLow = new long[columns];
    ranges = new LabelRange[columns];
  }

  @Override
  public void accept(IdStore groupIds, long firstRowInFile, int rows) {
    ids = groupIds;
    firstRow = firstRowInFile;
    total += rows;
  }

  @Override
  public void accept(int column, int first, int rows, double[] values, int width) {
    for (int r = 0; r < rows; r++) {
      boolean full = width > 0;
      for (int i = r * width; i < (r + 1) * width; i++) {
        full &= !Double.isNaN(values[i]);
      }
      count(column, first + r, full);
      if (full) {
        widen(column, values, r * width, width);
      }
    }
  }

  void count(int column, int row, boolean isPresent) {
    if (isPresent) {
      present[column]++;
    } else {
      gapsHigh[column] += hash(row, HIGH_SEED);
      gapsLow[column] += hash(row, LOW_SEED);
    }
  }

  /** Adds the labels of a row that is present. */
  void widen(int column, double[] values, int at, int width) {
    if (ranges[column] == null) {
      ranges[column] = LabelRange.empty(width);
    }
    ranges[column].widen(values, at);
  }

  private long hash(int row, long seed) {
    return ids.kind == IdKind.NONE
        ? Hash.of(firstRow + row, placeHash + seed)
        : ids.hash(row, seed);
  }

  /**
   * @param shapes of the columns' lists, null if unknown
   */
  List<LabelSurvey.Target> targets(List<LabelColumn> columns, IntFunction<ListShape> shapes) {
    List<LabelSurvey.Target> targets = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      LabelColumn column = columns.get(c);
      targets.add(
          new LabelSurvey.Target(
              column.name(),
              column.width(),
              shapes.apply(c),
              present[c],
              total,
              gapsHigh[c],
              gapsLow[c],
              column.width() == 0 ? "" : place,
              ranges[c] == null ? LabelRange.empty(column.width()) : ranges[c]));
    }
    return targets;
  }
}
