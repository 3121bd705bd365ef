package org.transferability.run.plan;

import java.util.List;
import org.transferability.read.page.DataFile;
import org.transferability.study.EstimatorKind;

/**
 * A feature set that the study selects, with the targets it is scored on.
 *
 * @param source the source model, or for shared labels the column that stands for it
 * @param dataset the inputs
 * @param files its files, sorted by path
 * @param estimators what is computed from it: those of a source model, or shared-label-mse alone
 * @param targets names of the target columns, sorted
 */
public record ScoredSet(
    String source,
    String dataset,
    List<DataFile> files,
    List<EstimatorKind> estimators,
    List<String> targets) {

  public String name() {
    return "source '" + source + "', dataset '" + dataset + "'";
  }

  public long bytes() {
    return files.stream().mapToLong(DataFile::length).sum();
  }

  public boolean isSharedLabels() {
    return reads(EstimatorKind.Input.SOURCE_LABELS);
  }

  /** The same set by other estimators. */
  public ScoredSet with(List<EstimatorKind> others) {
    return new ScoredSet(source, dataset, files, others, targets);
  }

  /** The same set without the estimators that fit the labels to this. */
  ScoredSet without(EstimatorKind.Input input) {
    List<EstimatorKind> others = estimators.stream().filter(e -> e.input() != input).toList();
    return new ScoredSet(source, dataset, files, others, targets);
  }

  /** Whether some estimator fits the labels to this. */
  public boolean reads(EstimatorKind.Input input) {
    return !readers(input).isEmpty();
  }

  /** The estimators that fit the labels to this. */
  public List<EstimatorKind> readers(EstimatorKind.Input input) {
    return estimators.stream().filter(estimator -> estimator.input() == input).toList();
  }
}
