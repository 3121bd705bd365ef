package org.transferability.run.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
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
import org.transferability.study.Study;

/** Finds the labels of a dataset: in memory where they fit, else surveyed. Thread-safe. */
public final class LabelPlanner {
  private final PlanSettings settings;
  private final Study study;
  private final Configuration conf;
  private final Surveys surveys;

  /**
   * @param surveys looks through labels that are too large for memory
   */
  public LabelPlanner(PlanSettings settings, Configuration conf, Surveys surveys) {
    this.settings = settings;
    this.study = settings.study();
    this.conf = conf;
    this.surveys = surveys;
  }

  /** The labels of a dataset, the named targets only: in memory if they fit the limit. */
  public DatasetLabels labels(TargetFiles files, List<String> targets) throws IOException {
    String id = study.columns().id();
    long fileBytes = files.files().stream().mapToLong(DataFile::length).sum();
    List<FileRange> ranges = files.files().stream().map(FileRange::all).toList();
    RowFolds folds = GivenFolds.read(study.folds(), conf, files.files(), files.dataset());
    if (fileBytes <= settings.broadcastLimit()) {
      LabelTable table = LabelTable.read(conf, files, id, targets, study.folds().column());
      if (table.bytes() <= settings.broadcastLimit()) {
        return DatasetLabels.of(table, ranges, folds);
      }
    }
    List<FileRange> cut = new ArrayList<>();
    FeatureColumns columns = new FeatureColumns(id, null, null, columnsOf(targets));
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
    return DatasetLabels.inFiles(
        survey, look, cut, shapes.get(0).idKind(), study.folds().column(), folds);
  }

  private static List<LabelColumn> columnsOf(List<String> targets) {
    return targets.stream().map(name -> new LabelColumn(name, 0)).toList();
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
