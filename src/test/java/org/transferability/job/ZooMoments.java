package org.transferability.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.LabelColumn;
import org.transferability.read.MissingFeatures;
import org.transferability.read.RowBlock;
import org.transferability.read.RowReader;
import org.transferability.read.label.LabelSchema;
import org.transferability.read.label.LabelSurvey;
import org.transferability.read.label.LabelTable;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.FeatureFiles;
import org.transferability.read.tree.FeatureTree;
import org.transferability.read.tree.TargetFiles;
import org.transferability.read.tree.TargetTree;
import org.transferability.run.plan.TargetSlice;
import org.transferability.solve.RidgeProblem;

/** The problems of a zoo without missing labels, read without Spark: by source, all targets. */
final class ZooMoments {
  private final Configuration conf = new Configuration(false);
  private final Path root;
  private final LabelTable labels;

  ZooMoments(Path root, String dataset) throws IOException {
    this.root = root;
    TargetFiles files =
        TargetTree.list(conf, root.resolve("targets").toString()).stream()
            .filter(table -> table.dataset().equals(dataset))
            .findFirst()
            .orElseThrow();
    labels = LabelTable.read(conf, files, "id", LabelSchema.of(conf, files, "id").names());
  }

  /** The targets, as they stand side by side among the outputs. */
  List<TargetSlice> targets() {
    List<TargetSlice> slices = new ArrayList<>();
    LabelSurvey survey = LabelSurvey.of(labels);
    int first = 0;
    for (LabelColumn column : labels.columns()) {
      LabelSurvey.Target known = survey.targets().get(slices.size());
      slices.add(
          new TargetSlice(column.name(), first, column.width(), 0, known.present(), known.range()));
      first += column.width();
    }
    return slices;
  }

  Map<String, RidgeProblem> problems() throws IOException {
    Map<String, RidgeProblem> problems = new TreeMap<>();
    for (FeatureFiles set : FeatureTree.list(conf, root.resolve("features").toString())) {
      if (set.dataset().equals(labels.dataset())) {
        problems.put(set.source(), problem(set.files()));
      }
    }
    return problems;
  }

  private RidgeProblem problem(List<DataFile> files) throws IOException {
    FeatureColumns columns = new FeatureColumns("id", "features", null);
    MomentsAccumulator accumulator = null;
    int q = labels.outputs();
    for (DataFile file : files) {
      RowBlock block = new RowBlock(500);
      try (RowReader reader =
          new RowReader(conf, FileRange.all(file), columns, MissingFeatures.ERROR)) {
        if (accumulator == null) {
          accumulator = new MomentsAccumulator(reader.width(), LabelLayout.complete(q));
        }
        boolean more = true;
        while (more) {
          more = reader.read(block);
          double[] y = new double[block.rows() * q];
          for (int r = 0, row = -1; r < block.rows(); r++) {
            row = labels.rowOf(block, r, row + 1);
            labels.copyLabels(row, y, r * q);
          }
          accumulator.add(block.features(), y, block.rows());
          block.clear();
        }
      }
    }
    return RidgeProblem.of(accumulator.finish().target(0));
  }
}
