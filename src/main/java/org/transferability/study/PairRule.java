package org.transferability.study;

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
}
