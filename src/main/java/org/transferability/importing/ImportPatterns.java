package org.transferability.importing;

import java.util.List;
import java.util.Optional;
import org.transferability.study.InputException;
import org.transferability.study.csv.CsvFormat;

/**
 * The patterns of the files of each role.
 *
 * @param features one table for each source and dataset
 * @param predictions the sources' own outputs, for the same rows as the features
 * @param targets labels, one table for each dataset
 * @param ids ids of the rows of features (and of targets, if they do not differ by source)
 * @param targetIds ids of the rows of targets
 * @param exclude files that are not features, although they match
 * @param names the names that are not in paths
 * @param targetColumns names for the columns of an array of labels
 * @param targetRules targets of several columns
 * @param csv the format of CSV files
 */
public record ImportPatterns(
    List<NamePattern> features,
    List<NamePattern> predictions,
    List<NamePattern> targets,
    List<NamePattern> ids,
    List<NamePattern> targetIds,
    List<NamePattern> exclude,
    Names names,
    List<String> targetColumns,
    List<TargetRule> targetRules,
    CsvFormat csv) {

  /**
   * Names that are not in paths.
   *
   * @param idColumn the column of ids in tables
   * @param datasetColumn the column of the dataset in tables
   * @param source the name if patterns have no {source}
   * @param dataset the name if patterns have no {dataset}
   */
  public record Names(
      Optional<String> idColumn,
      Optional<String> datasetColumn,
      Optional<String> source,
      Optional<String> dataset) {}

  public ImportPatterns {
    features = List.copyOf(features);
    predictions = List.copyOf(predictions);
    targets = List.copyOf(targets);
    ids = List.copyOf(ids);
    targetIds = List.copyOf(targetIds);
    exclude = List.copyOf(exclude);
    targetColumns = List.copyOf(targetColumns);
    targetRules = List.copyOf(targetRules);
    if (features.isEmpty() && targets.isEmpty()) {
      throw new InputException(
          "Cannot import: expected --features or --targets with a pattern, found neither");
    }
    if (!predictions.isEmpty() && features.isEmpty()) {
      throw new InputException("Cannot import predictions: expected --features too, found none");
    }
    for (NamePattern pattern : targets) {
      if (pattern.has("source")) {
        throw new InputException(
            "Cannot use --targets '%s': expected {dataset} only, found {source}; labels belong to a dataset"
                .formatted(pattern));
      }
    }
  }
}
