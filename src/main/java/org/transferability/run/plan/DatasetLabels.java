package org.transferability.run.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.transferability.read.FileRange;
import org.transferability.read.id.IdKind;
import org.transferability.read.label.LabelSurvey;
import org.transferability.read.label.LabelTable;
import org.transferability.read.label.RowFolds;
import org.transferability.read.page.DataFile;

/**
 * The labels of one dataset as the driver knows them: a table in memory or, beyond the broadcast
 * limit, only a survey of what the files hold. Counts the passes that use it.
 */
public final class DatasetLabels {
  /** Tables below this travel with their batch. */
  static final long SMALL = 1 << 20;

  private final Optional<LabelTable> table;
  private final Supplier<LabelSurvey> look;
  private final Object looking = new Object();
  private volatile LabelSurvey survey;
  private final List<FileRange> ranges;
  private final IdKind idKind;
  private final @Nullable String foldColumn;
  private final RowFolds folds;
  private String restriction = "";
  private int users;

  /**
   * Labels in memory, or in their files, to be read beside the features or joined by a shuffle.
   *
   * @param table empty if they stay in their files
   * @param survey what they hold, or is assumed of them
   * @param look surveys them; is asked when something else was assumed
   * @param foldColumn of label files: says which rows stay together, or null: none does
   * @param folds how rows are assigned to folds
   */
  DatasetLabels(
      Optional<LabelTable> table,
      LabelSurvey survey,
      Supplier<LabelSurvey> look,
      List<FileRange> ranges,
      IdKind idKind,
      @Nullable String foldColumn,
      RowFolds folds) {
    this.table = table;
    this.survey = survey;
    this.look = look;
    this.ranges = List.copyOf(ranges);
    this.idKind = idKind;
    this.foldColumn = foldColumn;
    this.folds = folds;
  }

  /** Labels in memory. */
  static DatasetLabels of(LabelTable table, List<FileRange> ranges, RowFolds folds) {
    LabelSurvey survey = LabelSurvey.of(table);
    return new DatasetLabels(
        Optional.of(table), survey, () -> survey, ranges, table.idKind(), null, folds);
  }

  /** The same labels of some rows only; the text distinguishes these rows from others. */
  DatasetLabels restricted(String text) {
    restriction = text;
    return this;
  }

  /** Distinguishes rows to which the table was restricted; empty if it has all rows. */
  public String restriction() {
    return restriction;
  }

  /** The table, empty when the labels are too large for it. */
  public Optional<LabelTable> table() {
    return table;
  }

  /** What is known now, or assumed. */
  public LabelSurvey survey() {
    return survey;
  }

  /**
   * What the files hold: from now on nothing is assumed. The first call reads them, others wait.
   *
   * @throws org.transferability.study.InputException if they cannot be read
   */
  public LabelSurvey look() {
    synchronized (looking) {
      if (survey.isAssumed()) {
        survey = look.get();
      }
      return survey;
    }
  }

  /** The row groups of the label files. */
  public List<FileRange> ranges() {
    return ranges;
  }

  /** The label files in order. */
  public List<DataFile> files() {
    return ranges.stream().map(FileRange::file).distinct().toList();
  }

  /** How the ids are stored, alike in all files. */
  public IdKind idKind() {
    return idKind;
  }

  /** How the rows are assigned to folds. */
  RowFolds folds() {
    return folds;
  }

  /** The fold column of label files, or null. */
  public @Nullable String foldColumn() {
    return foldColumn;
  }

  public long rows() {
    return survey.targets().get(0).total();
  }

  public boolean isSmall() {
    return table.isPresent() && table.get().bytes() < SMALL;
  }

  /** Begins the use by one more pass. */
  public synchronized void retain() {
    users++;
  }

  /**
   * Ends the use by one pass.
   *
   * @return whether it was the last
   */
  public synchronized boolean release() {
    users--;
    return users == 0;
  }
}
