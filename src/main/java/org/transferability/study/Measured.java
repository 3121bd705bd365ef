package org.transferability.study;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where measured transfers stand, against which scores are judged.
 *
 * @param path a CSV or Parquet table, one row a measurement; a Hadoop path
 * @param columns what its columns are called
 * @param better which of its values are good
 */
public record Measured(String path, MeasuredColumns columns, Better better) {
  public Measured {
    Objects.requireNonNull(columns);
    Objects.requireNonNull(better);
    if (path == null || path.isBlank()) {
      throw new InputException(
          "Cannot evaluate: expected a path for the measured transfers (--actual), found none");
    }
  }

  /** All but the path by the names of the options, in a fixed order. */
  public Map<String, Object> describe() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("source-column", columns.source());
    options.put("dataset-column", columns.dataset());
    options.put("target-column", columns.target());
    columns.transfer().ifPresent(name -> options.put("transfer-column", name));
    options.put("error-column", columns.error());
    options.put("better", better.toString());
    return options;
  }
}
