package org.transferability.job.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.transferability.study.Columns;
import picocli.CommandLine.Option;

/** The names of the columns with a fixed role: options, and keys of the study file. */
public final class ColumnOptions {
  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      description = "Column of the ids that join features and labels. Default: id.")
  @JsonProperty
  private String id = Columns.DEFAULT.id();

  @Option(
      names = "--features-column",
      paramLabel = "NAME",
      description = "Column of the features. Default: features.")
  @JsonProperty
  private String features = Columns.DEFAULT.features();

  @Option(
      names = "--prediction-column",
      paramLabel = "NAME",
      description = "Column of the source model's own output. Default: prediction.")
  @JsonProperty
  private String prediction = Columns.DEFAULT.prediction();

  public Columns columns() {
    return new Columns(id, features, prediction);
  }
}
