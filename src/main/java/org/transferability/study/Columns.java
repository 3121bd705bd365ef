package org.transferability.study;

import java.util.Objects;

/**
 * The names of the columns with a fixed role. Every other column of a targets table is a candidate
 * target.
 *
 * @param id joins features and labels: a long or a string
 * @param features the column of the outputs of the source model
 * @param prediction the source model's own prediction for the input; read only if needed
 */
public record Columns(String id, String features, String prediction) {
  public static final Columns DEFAULT = new Columns("id", "features", "prediction");

  public Columns {
    Objects.requireNonNull(id);
    Objects.requireNonNull(features);
    Objects.requireNonNull(prediction);
    if (id.isBlank() || features.isBlank() || prediction.isBlank()) {
      throw new InputException("Cannot use columns: expected names, found a blank one");
    }
    if (id.equals(features) || id.equals(prediction) || features.equals(prediction)) {
      throw new InputException(
          "Cannot use columns: expected three different names, found id '%s', features '%s', prediction '%s'"
              .formatted(id, features, prediction));
    }
  }
}
