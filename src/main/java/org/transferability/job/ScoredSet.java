package org.transferability.job;

import java.util.List;
import org.transferability.read.DataFile;
import org.transferability.study.EstimatorKind;

/**
 * A feature set that the study selects, with the targets it is scored on.
 *
 * @param source the source model, or for shared labels the column that stands for it
 * @param dataset the inputs
 * @param files its files, sorted by path
 * @param estimators what is computed from it: linear-mse and label-mse, or shared-label-mse alone
 * @param targets names of the target columns, sorted
 */
record ScoredSet(
    String source,
    String dataset,
    List<DataFile> files,
    List<EstimatorKind> estimators,
    List<String> targets) {

  String name() {
    return "source '" + source + "', dataset '" + dataset + "'";
  }

  long bytes() {
    return files.stream().mapToLong(DataFile::length).sum();
  }

  boolean isSharedLabels() {
    return estimators.contains(EstimatorKind.SHARED_LABEL_MSE);
  }
}
