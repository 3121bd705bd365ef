package org.transferability.study;

import java.util.List;

/**
 * A feature set that the study file names, instead of one found in the features tree.
 *
 * @param source the source model
 * @param dataset the dataset that the features were computed on
 * @param paths files or directories of Parquet, together one set
 */
public record FeatureSource(String source, String dataset, List<String> paths) {
  public FeatureSource {
    paths = List.copyOf(paths);
    if (source.isBlank() || dataset.isBlank()) {
      throw new InputException(
          "Cannot use feature set: expected the names of a source and a dataset, found '%s', '%s'"
              .formatted(source, dataset));
    }
    if (paths.isEmpty() || paths.stream().anyMatch(String::isBlank)) {
      throw new InputException(
          "Cannot use feature set '%s' on '%s': expected at least one path, none blank, found %s"
              .formatted(source, dataset, paths));
    }
  }
}
