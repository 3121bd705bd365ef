package org.transferability.study;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/** Pairs of a source and a target to include or exclude: all three globs must match. */
public record PairRule(Glob source, Glob dataset, Glob target) {
  public PairRule {
    Objects.requireNonNull(source);
    Objects.requireNonNull(dataset);
    Objects.requireNonNull(target);
  }

  public boolean matches(String sourceName, String datasetName, String targetName) {
    return matches(sourceName, datasetName) && target.matches(targetName);
  }

  /** Whether the rule can match a target of this feature set. */
  public boolean matches(String sourceName, String datasetName) {
    return source.matches(sourceName) && dataset.matches(datasetName);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static PairRule of(Keys keys) {
    if (keys.source == null && keys.dataset == null && keys.target == null) {
      throw new InputException(
          "Cannot use rule of include or exclude: expected a source, dataset or target, found none");
    }
    return new PairRule(
        Objects.requireNonNullElse(keys.source, Glob.ALL),
        Objects.requireNonNullElse(keys.dataset, Glob.ALL),
        Objects.requireNonNullElse(keys.target, Glob.ALL));
  }

  /** Fields: Jackson complains of unknown keys of a record only when their places are lost. */
  static final class Keys {
    @JsonProperty private Glob source;
    @JsonProperty private Glob dataset;
    @JsonProperty private Glob target;
  }
}
