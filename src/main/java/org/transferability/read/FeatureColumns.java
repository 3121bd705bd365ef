package org.transferability.read;

import java.io.Serializable;
import java.util.List;

/**
 * Names of the columns to read from a feature file; only these are fetched.
 *
 * @param id the row's id, or null: not read
 * @param features the features, or null: none
 * @param prediction the source model's own output, or null: none
 * @param fold tells which rows stay together in one fold, or null: none
 * @param labels labels in the same row (no join), with their widths; usually empty
 */
public record FeatureColumns(
    String id, String features, String prediction, String fold, List<LabelColumn> labels)
    implements Serializable {
  public FeatureColumns {
    labels = List.copyOf(labels);
  }

  public FeatureColumns(String id, String features, String prediction) {
    this(id, features, prediction, null, List.of());
  }

  public FeatureColumns(String id, String features, String prediction, List<LabelColumn> labels) {
    this(id, features, prediction, null, labels);
  }

  /** Outputs of all label columns side by side. */
  public int outputs() {
    return labels.stream().mapToInt(LabelColumn::width).sum();
  }
}
