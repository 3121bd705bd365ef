package org.transferability.study;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The table of measured transfers with which scores are evaluated.
 *
 * @param path the Hadoop path of a CSV or Parquet table with one row for each measurement
 * @param columns the names of its columns
 * @param dataset the dataset of all rows; empty: a column names it
 * @param better whether its smaller or larger values are better
 */
public record Measured(
    String path, MeasuredColumns columns, Optional<String> dataset, Better better) {
  public Measured {
    Objects.requireNonNull(dataset);
    Objects.requireNonNull(columns);
    Objects.requireNonNull(better);
    if (path == null || path.isBlank()) {
      throw new InputException(
          "Cannot evaluate: expected a path for the measured transfers (--actual), found none");
    }
  }

  /** A table with a column of the dataset. */
  public Measured(String path, MeasuredColumns columns, Better better) {
    this(path, columns, Optional.empty(), better);
  }

  /** Everything except the path, by the names of the options, in a fixed order. */
  public Map<String, Object> describe() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("source-column", columns.source());
    dataset.ifPresentOrElse(
        name -> options.put("dataset", name),
        () -> options.put("dataset-column", columns.dataset()));
    options.put("target-column", columns.target());
    columns.transfer().ifPresent(name -> options.put("transfer-column", name));
    options.put("error-column", columns.error());
    options.put("better", better.toString());
    return options;
  }
}
