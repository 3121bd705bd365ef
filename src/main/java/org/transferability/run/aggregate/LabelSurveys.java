package org.transferability.run.aggregate;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.transferability.read.FileRange;
import org.transferability.read.label.LabelSurvey;
import org.transferability.run.plan.Surveys;
import org.transferability.study.InputException;

/** Surveys label columns without keeping their values: here where they are few, else by Spark. */
public final class LabelSurveys implements Surveys {
  private static final long FEW_BYTES = 64L << 20;

  private final JavaSparkContext spark;
  private final Broadcast<SerializableConfiguration> conf;

  public LabelSurveys(JavaSparkContext spark, Broadcast<SerializableConfiguration> conf) {
    this.spark = spark;
    this.conf = conf;
  }

  /** Either a survey, or the user's error that a task found: Spark need not try that again. */
  private record Found(LabelSurvey survey, String error) implements Serializable {
    Found merge(Found other) {
      return error != null
          ? this
          : other.error != null ? other : new Found(survey.merge(other.survey), null);
    }
  }

  @Override
  public LabelSurvey survey(
      List<FileRange> ranges, String idColumn, List<String> targets, long bytes) {
    Found found;
    if (bytes <= FEW_BYTES || ranges.size() == 1) {
      found = new Found(LabelSurvey.empty(), null);
      for (FileRange range : ranges) {
        found = found.merge(survey(conf.value().value(), range, idColumn, targets));
      }
    } else {
      Broadcast<SerializableConfiguration> shared = conf;
      List<String> names = List.copyOf(targets);
      found =
          spark
              .parallelize(ranges, ranges.size())
              .map(range -> survey(shared.value().value(), range, idColumn, names))
              .reduce(Found::merge);
    }
    if (found.error() != null) {
      throw new InputException(found.error());
    }
    return found.survey();
  }

  private static Found survey(
      Configuration conf, FileRange range, String idColumn, List<String> targets) {
    try {
      return new Found(LabelSurvey.of(conf, range, idColumn, targets), null);
    } catch (InputException e) {
      return new Found(null, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
