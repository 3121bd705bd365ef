package org.transferability.job;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.transferability.read.DataFile;
import org.transferability.read.FileRange;
import org.transferability.read.IdKind;
import org.transferability.read.LabelSurvey;
import org.transferability.read.LabelTable;

/**
 * The labels of one dataset as the driver knows them: a table in memory, sent to executors at most
 * once, or, beyond the broadcast limit, only a survey of what the files hold. A large table has a
 * broadcast of its own, which ends with the last pass that uses it; small ones travel together with
 * their batch.
 */
final class DatasetLabels {
  /** Tables below this travel with their batch. */
  static final long SMALL = 1 << 20;

  private final Optional<LabelTable> table;
  private final LabelSurvey survey;
  private final List<FileRange> ranges;
  private final IdKind idKind;
  private final String foldColumn;
  private Broadcast<LabelTable[]> broadcast;
  private int users;

  private DatasetLabels(
      Optional<LabelTable> table,
      LabelSurvey survey,
      List<FileRange> ranges,
      IdKind idKind,
      String foldColumn) {
    this.table = table;
    this.survey = survey;
    this.ranges = List.copyOf(ranges);
    this.idKind = idKind;
    this.foldColumn = foldColumn;
  }

  /** Labels in memory. */
  static DatasetLabels of(LabelTable table, List<FileRange> ranges) {
    return new DatasetLabels(
        Optional.of(table), LabelSurvey.of(table), ranges, table.idKind(), null);
  }

  /**
   * Labels that stay in their files, to be joined by a shuffle.
   *
   * @param foldColumn says which rows stay together, or null: none does
   */
  static DatasetLabels inFiles(
      LabelSurvey survey, List<FileRange> ranges, IdKind idKind, String foldColumn) {
    return new DatasetLabels(Optional.empty(), survey, ranges, idKind, foldColumn);
  }

  /** The table, empty when the labels are too large for it. */
  Optional<LabelTable> table() {
    return table;
  }

  LabelSurvey survey() {
    return survey;
  }

  /** The row groups of the label files. */
  List<FileRange> ranges() {
    return ranges;
  }

  /** The label files in order. */
  List<DataFile> files() {
    return ranges.stream().map(FileRange::file).distinct().toList();
  }

  /** How the ids are stored, alike in all files. */
  IdKind idKind() {
    return idKind;
  }

  /** The fold column of label files, or null. */
  String foldColumn() {
    return foldColumn;
  }

  long rows() {
    return survey.targets().get(0).total();
  }

  boolean isSmall() {
    return table.isPresent() && table.get().bytes() < SMALL;
  }

  /** Says that one more pass will use these labels. */
  synchronized void retain() {
    users++;
  }

  /** The table on its own; only for tables that are not small. */
  synchronized Broadcast<LabelTable[]> broadcast(JavaSparkContext spark) {
    if (broadcast == null) {
      broadcast = spark.broadcast(new LabelTable[] {table.orElseThrow()});
    }
    return broadcast;
  }

  /** Says that a pass is over; the last one frees the executors' copies. */
  synchronized void release() {
    users--;
    if (users == 0 && broadcast != null) {
      broadcast.destroy();
      broadcast = null;
    }
  }
}
