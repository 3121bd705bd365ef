package org.transferability.run.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.roaringbitmap.RoaringBitmap;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.FileShape;
import org.transferability.read.Footers;
import org.transferability.read.LabelColumn;
import org.transferability.read.label.LabelSurvey;
import org.transferability.read.label.LabelTable;
import org.transferability.read.label.RowFolds;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.TargetFiles;
import org.transferability.study.InputException;
import org.transferability.study.Study;

/** Finds the labels of a dataset: in memory where they fit, else surveyed. Thread-safe. */
public final class LabelPlanner {
  private final PlanSettings settings;
  private final Study study;
  private final Configuration conf;
  private final Surveys surveys;
  private final CommonRows commonRows;
  private final Queue<String> notices = new ConcurrentLinkedQueue<>();

  /**
   * @param surveys looks through labels that are too large for memory
   * @param commonRows finds the rows that all sources have, if only those are scored
   */
  public LabelPlanner(
      PlanSettings settings, Configuration conf, Surveys surveys, CommonRows commonRows) {
    this.settings = settings;
    this.study = settings.study();
    this.conf = conf;
    this.surveys = surveys;
    this.commonRows = commonRows;
  }

  /**
   * The labels of a dataset, the named targets only: in memory if they fit the limit.
   *
   * @param sets the feature sets that are scored on them
   */
  public DatasetLabels labels(TargetFiles files, List<String> targets, List<ScoredSet> sets)
      throws IOException {
    String id = study.columns().id();
    long fileBytes = files.files().stream().mapToLong(DataFile::length).sum();
    List<FileRange> ranges = files.files().stream().map(FileRange::all).toList();
    RowFolds folds = GivenFolds.read(study.folds(), conf, files.files(), files.dataset());
    if (fileBytes <= settings.broadcastLimit()) {
      LabelTable table = LabelTable.read(conf, files, id, targets, study.folds().column());
      if (table.bytes() <= settings.broadcastLimit()) {
        return study.commonRows()
            ? common(table, sets, ranges, folds)
            : DatasetLabels.of(table, ranges, folds);
      }
    }
    if (study.commonRows()) {
      throw new InputException(
          "Cannot use --common-rows: expected labels of dataset '%s' that fit in memory, found more than %,d bytes (raise --broadcast-limit)"
              .formatted(files.dataset(), settings.broadcastLimit()));
    }
    List<FileRange> cut = new ArrayList<>();
    List<LabelColumn> wanted = targets.stream().map(name -> new LabelColumn(name, 0)).toList();
    FeatureColumns columns = new FeatureColumns(id, null, null, wanted);
    List<FileShape> shapes = new ArrayList<>();
    for (DataFile file : files.files()) {
      FileShape shape = Footers.shape(conf, file, columns);
      shapes.add(shape);
      FileShape first = shapes.get(0);
      first.idKind().requireIn(file.path(), shape.idKind(), first.file().path());
      addRanges(shape, cut);
    }
    Supplier<LabelSurvey> look = () -> surveys.survey(cut, id, targets, fileBytes);
    LabelSurvey survey =
        settings.mayAssumeLabels() && shapes.stream().allMatch(FileShape::labelsLookComplete)
            ? LabelSurvey.assumingComplete(
                targets,
                shapes.stream().mapToLong(FileShape::rows).sum(),
                files.files().get(0).path())
            : look.get();
    return new DatasetLabels(
        Optional.empty(), survey, look, cut, shapes.get(0).idKind(), study.folds().column(), folds);
  }

  private DatasetLabels common(
      LabelTable table, List<ScoredSet> sets, List<FileRange> ranges, RowFolds folds) {
    RoaringBitmap rows = commonRows.of(table, sets);
    if (rows.isEmpty()) {
      throw new InputException(
          "Cannot score dataset '%s' on common rows: expected labelled rows for which all %,d sources have features, found none"
              .formatted(table.dataset(), sets.size()));
    }
    int found = rows.getCardinality();
    if (found == table.rows()) {
      return DatasetLabels.of(table, ranges, folds);
    }
    notices.add(
        "Dataset '%s': scored on the %,d of %,d labelled rows for which all sources have features (--common-rows)"
            .formatted(table.dataset(), found, table.rows()));
    return DatasetLabels.of(table.only(rows), ranges, folds)
        .restricted("%d of %d rows, hash %x".formatted(found, table.rows(), rows.hashCode()));
  }

  /** What a reader of the scores should know of how labels were chosen, sorted. */
  public List<String> warnings() {
    return notices.stream().sorted().toList();
  }

  /** Row groups of a file, as many together as a task should read. */
  private static void addRanges(FileShape shape, List<FileRange> ranges) {
    long[] groups = shape.rowGroupBytes();
    int first = 0;
    long bytes = 0;
    for (int g = 0; g < groups.length; g++) {
      bytes += groups[g];
      if (bytes >= ChunkPlanner.SMALLEST_CHUNK || g + 1 == groups.length) {
        ranges.add(new FileRange(shape.file(), first, g + 1));
        first = g + 1;
        bytes = 0;
      }
    }
  }
}
