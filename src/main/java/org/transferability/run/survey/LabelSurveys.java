package org.transferability.run.survey;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.transferability.read.FileRange;
import org.transferability.read.label.LabelSurvey;
import org.transferability.run.chunk.TaskResult;
import org.transferability.run.plan.Surveys;

/** Surveys label columns without keeping their values: here where they are few, else by Spark. */
public record LabelSurveys(JavaSparkContext spark, Broadcast<SerializableConfiguration> conf)
    implements Surveys {
  private static final long FEW_BYTES = 64L << 20;

  @Override
  public LabelSurvey survey(
      List<FileRange> ranges, @Nullable String idColumn, List<String> targets, long bytes) {
    TaskResult<LabelSurvey> found;
    if (bytes <= FEW_BYTES || ranges.size() == 1) {
      found = new TaskResult.Done<>(LabelSurvey.empty());
      for (FileRange range : ranges) {
        found = merge(found, survey(conf.value().value(), range, idColumn, targets));
      }
    } else {
      Broadcast<SerializableConfiguration> shared = conf;
      List<String> names = List.copyOf(targets);
      found =
          spark
              .parallelize(ranges, ranges.size())
              .map(range -> survey(shared.value().value(), range, idColumn, names))
              .reduce(LabelSurveys::merge);
    }
    return found.orElseThrow();
  }

  private static TaskResult<LabelSurvey> survey(
      Configuration conf, FileRange range, @Nullable String idColumn, List<String> targets) {
    return TaskResult.of(() -> LabelSurvey.of(conf, range, idColumn, targets));
  }

  /** The first error in order, or both surveys as one. */
  private static TaskResult<LabelSurvey> merge(
      TaskResult<LabelSurvey> one, TaskResult<LabelSurvey> next) {
    return one instanceof TaskResult.Done<LabelSurvey> before
            && next instanceof TaskResult.Done<LabelSurvey> after
        ? new TaskResult.Done<>(before.value().merge(after.value()))
        : one instanceof TaskResult.Failed ? one : next;
  }
}
