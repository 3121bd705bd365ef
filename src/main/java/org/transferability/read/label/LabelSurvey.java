package org.transferability.read.label;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.FileShape;
import org.transferability.read.LabelColumn;
import org.transferability.read.ListShape;
import org.transferability.study.InputException;

/**
 * The completeness of each target, mergeable over files and tables: widths, counts, and a
 * fingerprint of the set of rows in which the target is missing, so that targets with identical
 * gaps can share work.
 */
public final class LabelSurvey implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final LabelSurvey EMPTY = new LabelSurvey(List.of());

  private final ArrayList<Target> targets;
  private final boolean assumed;

  private LabelSurvey(List<Target> targets) {
    this(targets, false);
  }

  private LabelSurvey(List<Target> targets, boolean assumed) {
    this.targets = new ArrayList<>(targets);
    this.assumed = assumed;
  }

  /**
   * One target.
   *
   * @param width outputs, 0 if no row has a value
   * @param shape of its lists, null if unknown
   * @param present rows in which all outputs are present
   * @param total rows
   * @param gapsHigh high and {@code gapsLow} low half of a fingerprint of the ids of the rows that
   *     are not present: equal sets have equal fingerprints in any order of reading, and different
   *     ones collide with probability about 2^-128
   * @param seenIn a file in which a row has a value, empty if there is none
   * @param range of the labels in the rows that are present
   */
  public record Target(
      String name,
      int width,
      ListShape shape,
      long present,
      long total,
      long gapsHigh,
      long gapsLow,
      String seenIn,
      LabelRange range)
      implements Serializable {

    private String words() {
      return shape == null || shape.isFlat() ? String.valueOf(width) : shape.toString();
    }

    private Target merge(Target other) {
      if (!name.equals(other.name)) {
        throw new IllegalArgumentException(
            "Cannot merge surveys: expected target " + name + ", found " + other.name);
      }
      if ((width != 0 && other.width != 0 && width != other.width)
          || (shape != null && other.shape != null && !shape.equals(other.shape))) {
        throw new InputException(
            "Cannot read "
                + name
                + ": expected the same number of values in all files, found "
                + words()
                + " ("
                + seenIn
                + ") and "
                + other.words()
                + " ("
                + other.seenIn
                + ")");
      }
      String file = seenIn;
      if (file.isEmpty() || (!other.seenIn.isEmpty() && other.seenIn.compareTo(file) < 0)) {
        file = other.seenIn;
      }
      return new Target(
          name,
          Math.max(width, other.width),
          shape == null ? other.shape : shape,
          present + other.present,
          total + other.total,
          gapsHigh + other.gapsHigh,
          gapsLow + other.gapsLow,
          file,
          range.merge(other.range));
    }
  }

  public static LabelSurvey empty() {
    return EMPTY;
  }

  /**
   * The expected survey of files whose {@link FileShape#labelsLookComplete() labels look complete}.
   * It is wrong if a label is NaN, so the reader must check each label. The ranges are unknown.
   *
   * @param rows of all files together
   * @param seenIn one of the files
   */
  public static LabelSurvey assumingComplete(List<String> targets, long rows, String seenIn) {
    return new LabelSurvey(
        targets.stream()
            .map(
                name ->
                    new Target(
                        name, 1, ListShape.FLAT, rows, rows, 0, 0, seenIn, LabelRange.empty(1)))
            .toList(),
        true);
  }

  /** Surveys a table in memory. */
  public static LabelSurvey of(LabelTable table) {
    Optional<LabelRange> ranges = table.rangesIfComplete();
    if (ranges.isPresent()) {
      return ofComplete(table, ranges.get());
    }
    SurveyCounter counter = new SurveyCounter(table.dataset(), table.columns().size());
    counter.accept(table.ids(), 0, table.rows());
    int block = LabelTableReader.BLOCK_ROWS;
    for (int first = 0; first < table.rows(); first += block) {
      count(table, first, Math.min(table.rows(), first + block), counter);
    }
    return new LabelSurvey(counter.targets(table.columns(), c -> null));
  }

  private static LabelSurvey ofComplete(LabelTable table, LabelRange ranges) {
    List<Target> targets = new ArrayList<>();
    double[] low = ranges.low();
    double[] high = ranges.high();
    int from = 0;
    for (LabelColumn column : table.columns()) {
      int to = from + column.width();
      LabelRange range =
          LabelRange.of(Arrays.copyOfRange(low, from, to), Arrays.copyOfRange(high, from, to));
      targets.add(
          new Target(
              column.name(),
              column.width(),
              null,
              table.rows(),
              table.rows(),
              0,
              0,
              table.dataset(),
              range));
      from = to;
    }
    return new LabelSurvey(targets);
  }

  private static void count(LabelTable table, int first, int end, SurveyCounter counter) {
    int from = 0;
    for (int c = 0; c < table.columns().size(); c++) {
      int width = table.columns().get(c).width();
      double[] values = new double[width];
      for (int row = first; row < end; row++) {
        boolean present = width > 0;
        for (int i = 0; i < width; i++) {
          values[i] = table.label(row, from + i);
          present &= !Double.isNaN(values[i]);
        }
        counter.count(c, row, present);
        if (present) {
          counter.widen(c, values, 0, width);
        }
      }
      from += width;
    }
  }

  /**
   * Reads only labels (and ids) of some row groups.
   *
   * @param idColumn the id, or null: rows are identified by file and number
   */
  public static LabelSurvey of(
      Configuration conf, FileRange range, String idColumn, List<String> labels)
      throws IOException {
    LabelReader reader = new LabelReader(labels);
    SurveyCounter counter = new SurveyCounter(range.file().path(), labels.size());
    reader.read(conf, range, idColumn, counter, counter);
    return new LabelSurvey(counter.targets(reader.columns(), reader::shape));
  }

  /** Whether the labels were not read, see {@link #assumingComplete}. */
  public boolean isAssumed() {
    return assumed;
  }

  /** The survey of both; the result does not depend on their order. */
  public LabelSurvey merge(LabelSurvey other) {
    if (targets.isEmpty()) {
      return other;
    }
    if (other.targets.isEmpty()) {
      return this;
    }
    if (targets.size() != other.targets.size()) {
      throw new IllegalArgumentException("Cannot merge surveys of different targets");
    }
    Target[] merged = new Target[targets.size()];
    Arrays.setAll(merged, t -> targets.get(t).merge(other.targets.get(t)));
    return new LabelSurvey(List.of(merged));
  }

  /** Targets in the requested order. */
  public List<Target> targets() {
    return List.copyOf(targets);
  }

  /** Names and widths, as {@link FeatureColumns} needs them. */
  public List<LabelColumn> columns() {
    return targets.stream().map(t -> new LabelColumn(t.name(), t.width())).toList();
  }
}
