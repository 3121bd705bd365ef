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
 * @param idColumn the column of ids in CSV and Parquet
 * @param source the name if patterns have no {source}
 * @param dataset the name if patterns have no {dataset}
 * @param targetColumns names for the columns of an array of labels
 * @param targetRules targets of several columns
 * @param csv the format of CSV files
 */
public record ImportPatterns(
    Optional<NamePattern> features,
    Optional<NamePattern> predictions,
    Optional<NamePattern> targets,
    Optional<NamePattern> ids,
    Optional<NamePattern> targetIds,
    Optional<String> idColumn,
    Optional<String> source,
    Optional<String> dataset,
    List<String> targetColumns,
    List<TargetRule> targetRules,
    CsvFormat csv) {

  public ImportPatterns {
    targetColumns = List.copyOf(targetColumns);
    targetRules = List.copyOf(targetRules);
    if (features.isEmpty() && targets.isEmpty()) {
      throw new InputException(
          "Cannot import: expected --features or --targets with a pattern, found neither");
    }
    if (predictions.isPresent() && features.isEmpty()) {
      throw new InputException("Cannot import predictions: expected --features too, found none");
    }
    if (idColumn.isPresent() && ids.isPresent()) {
      throw new InputException("Cannot import: expected --ids or --id-column, found both");
    }
  }
}
