package org.transferability.evaluate;

import java.util.Comparator;
import java.util.Objects;

/** One source model on one target of one dataset. Ordered by dataset, target, source. */
public record Pair(String source, String dataset, String target) implements Comparable<Pair> {
  private static final Comparator<Pair> ORDER =
      Comparator.comparing(Pair::dataset).thenComparing(Pair::target).thenComparing(Pair::source);

  public Pair {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(target, "target");
  }

  @Override
  public int compareTo(Pair other) {
    return ORDER.compare(this, other);
  }

  boolean sameTarget(Pair other) {
    return dataset.equals(other.dataset) && target.equals(other.target);
  }

  @Override
  public String toString() {
    return source + " on " + dataset + "/" + target;
  }
}
