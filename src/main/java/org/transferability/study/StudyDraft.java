package org.transferability.study;

import java.util.List;
import java.util.Optional;

/**
 * A study of which parts may still be open (null): what the study file says, or what the command
 * line says. The components are those of {@link Study}, the three names of columns one by one.
 */
public record StudyDraft(
    String features,
    List<FeatureSource> featureSets,
    String targets,
    String idColumn,
    String featuresColumn,
    String predictionColumn,
    List<Glob> sourceNames,
    List<Glob> datasetNames,
    List<Glob> targetNames,
    List<PairRule> include,
    List<PairRule> exclude,
    List<EstimatorKind> estimators,
    List<Penalty> penalties,
    InvalidRows invalidRows,
    List<Glob> sourceLabels,
    Integer folds,
    String foldColumn,
    Double confidence,
    Measured measured) {

  /** What a study scores by that says nothing else; it ranks by the first. */
  public static final List<EstimatorKind> DEFAULT_ESTIMATORS =
      List.of(EstimatorKind.ORIGIN_GCV, EstimatorKind.LINEAR_MSE);

  /** The draft that says nothing. */
  public static final StudyDraft EMPTY =
      new StudyDraft(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null);

  /** What this draft says and, where it says nothing, what the other one says. */
  public StudyDraft over(StudyDraft other) {
    return new StudyDraft(
        first(features, other.features),
        first(featureSets, other.featureSets),
        first(targets, other.targets),
        first(idColumn, other.idColumn),
        first(featuresColumn, other.featuresColumn),
        first(predictionColumn, other.predictionColumn),
        first(sourceNames, other.sourceNames),
        first(datasetNames, other.datasetNames),
        first(targetNames, other.targetNames),
        first(include, other.include),
        first(exclude, other.exclude),
        first(estimators, other.estimators),
        first(penalties, other.penalties),
        first(invalidRows, other.invalidRows),
        first(sourceLabels, other.sourceLabels),
        first(folds, other.folds),
        first(foldColumn, other.foldColumn),
        first(confidence, other.confidence),
        first(measured, other.measured));
  }

  /**
   * The study, with the defaults where the draft says nothing: every pair, origin-gcv (by which
   * rankings are made) and linear-mse at the paper's penalties 0 and 1, invalid rows an error, five
   * folds by id.
   */
  public Study complete() {
    return new Study(
        features,
        first(featureSets, List.of()),
        targets,
        new Columns(
            first(idColumn, Columns.DEFAULT.id()),
            first(featuresColumn, Columns.DEFAULT.features()),
            first(predictionColumn, Columns.DEFAULT.prediction())),
        first(sourceNames, List.of()),
        first(datasetNames, List.of()),
        first(targetNames, List.of()),
        first(include, List.of()),
        first(exclude, List.of()),
        first(estimators, DEFAULT_ESTIMATORS),
        first(penalties, List.of(Penalty.parse("0"), Penalty.parse("1"))),
        first(invalidRows, InvalidRows.ERROR),
        first(sourceLabels, List.of()),
        new Folds(
            first(folds, Folds.DEFAULT.count()),
            foldColumn,
            first(confidence, Folds.DEFAULT.confidence())),
        Optional.ofNullable(measured));
  }

  private static <T> T first(T one, T other) {
    return one != null ? one : other;
  }
}
