package org.transferability.study;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The keys of the study file, as Jackson fills them in. Fields, not a record: Jackson gathers the
 * unknown keys of a record and complains only at its end, when their places are lost.
 */
final class StudyFileKeys {
  @JsonProperty String features;

  @JsonProperty("feature-sets")
  List<SetKeys> featureSets;

  @JsonProperty String targets;
  @JsonProperty ColumnKeys columns;
  @JsonProperty List<Glob> sources;
  @JsonProperty List<Glob> datasets;

  @JsonProperty("target-names")
  List<Glob> targetNames;

  @JsonProperty List<RuleKeys> include;
  @JsonProperty List<RuleKeys> exclude;
  @JsonProperty List<EstimatorKind> estimators;
  @JsonProperty List<Penalty> lambda;

  @JsonProperty("invalid-rows")
  InvalidRows invalidRows;

  @JsonProperty("source-labels")
  List<Glob> sourceLabels;

  @JsonProperty Integer folds;

  @JsonProperty("fold-column")
  String foldColumn;

  @JsonProperty Double confidence;
  @JsonProperty ActualKeys actual;

  /** One of feature-sets. */
  static final class SetKeys {
    @JsonProperty String source;
    @JsonProperty String dataset;
    @JsonProperty List<String> paths;

    private FeatureSource value() {
      return new FeatureSource(
          required(source, "source", "feature-sets"),
          required(dataset, "dataset", "feature-sets"),
          required(list(paths, "paths", Function.identity()), "paths", "feature-sets"));
    }
  }

  /** The names of columns. */
  static final class ColumnKeys {
    @JsonProperty String id;
    @JsonProperty String features;
    @JsonProperty String prediction;
  }

  /** One of include or exclude; what is not said matches everything. */
  static final class RuleKeys {
    @JsonProperty Glob source;
    @JsonProperty Glob dataset;
    @JsonProperty Glob target;

    private PairRule value() {
      if (source == null && dataset == null && target == null) {
        throw new InputException(
            "Cannot use rule of include or exclude: expected a source, dataset or target, found none");
      }
      return new PairRule(
          source == null ? Glob.ALL : source,
          dataset == null ? Glob.ALL : dataset,
          target == null ? Glob.ALL : target);
    }
  }

  /** Measured transfers, with the names of their columns. */
  static final class ActualKeys {
    @JsonProperty String path;
    @JsonProperty String source;
    @JsonProperty String dataset;
    @JsonProperty String target;

    /** {@code none}: the table has no such column. */
    @JsonProperty String transfer;

    @JsonProperty String error;
    @JsonProperty Better better;

    private Measured value() {
      return new Measured(
          required(path, "path", "actual"),
          MeasuredColumns.named(
              source,
              dataset,
              target,
              "none".equals(transfer)
                  ? Optional.empty()
                  : Optional.ofNullable(transfer).or(MeasuredColumns.DEFAULT::transfer),
              error),
          better == null ? Better.SMALLER : better);
    }
  }

  StudyDraft draft() {
    ColumnKeys names = columns == null ? new ColumnKeys() : columns;
    return new StudyDraft(
        features,
        list(featureSets, "feature-sets", SetKeys::value),
        targets,
        names.id,
        names.features,
        names.prediction,
        list(sources, "sources", Function.identity()),
        list(datasets, "datasets", Function.identity()),
        list(targetNames, "target-names", Function.identity()),
        list(include, "include", RuleKeys::value),
        list(exclude, "exclude", RuleKeys::value),
        list(estimators, "estimators", Function.identity()),
        list(lambda, "lambda", Function.identity()),
        invalidRows,
        list(sourceLabels, "source-labels", Function.identity()),
        folds,
        foldColumn,
        confidence,
        actual == null ? null : actual.value());
  }

  private static <K, V> List<V> list(List<K> values, String key, Function<K, V> convert) {
    if (values == null) {
      return null;
    }
    if (values.stream().anyMatch(Objects::isNull)) {
      throw new InputException("expected a value for each entry of '" + key + "', found nothing");
    }
    return values.stream().map(convert).toList();
  }

  private static <T> T required(T value, String key, String of) {
    if (value == null) {
      throw new InputException(
          "expected the key '%s' in each entry of '%s', found none".formatted(key, of));
    }
    return value;
  }
}
