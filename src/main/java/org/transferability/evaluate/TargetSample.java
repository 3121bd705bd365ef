package org.transferability.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** Scores and goodness of the sources of one target, source by source. */
public final class TargetSample {
  private final String dataset;
  private final String target;
  private final List<String> sources;
  private final double[] scores;
  private final double[] goodness;

  private TargetSample(List<Pair> pairs, double[] scores, double[] goodness) {
    this.dataset = pairs.get(0).dataset();
    this.target = pairs.get(0).target();
    this.sources = pairs.stream().map(Pair::source).toList();
    this.scores = scores;
    this.goodness = goodness;
  }

  /**
   * The pairs that have both, target by target in the order of pairs. A target with a single source
   * offers no choice and is omitted.
   */
  static List<TargetSample> join(Map<Pair, Double> scores, NavigableMap<Pair, Double> goodness) {
    List<TargetSample> samples = new ArrayList<>();
    List<Pair> pairs = new ArrayList<>();
    for (Pair pair : goodness.keySet()) {
      if (!scores.containsKey(pair)) {
        continue;
      }
      if (!pairs.isEmpty() && !pairs.get(0).sameTarget(pair)) {
        addSample(samples, pairs, scores, goodness);
        pairs.clear();
      }
      pairs.add(pair);
    }
    addSample(samples, pairs, scores, goodness);
    return samples;
  }

  private static void addSample(
      List<TargetSample> samples,
      List<Pair> pairs,
      Map<Pair, Double> scores,
      Map<Pair, Double> goodness) {
    if (pairs.size() > 1) {
      samples.add(
          new TargetSample(
              pairs,
              pairs.stream().mapToDouble(scores::get).toArray(),
              pairs.stream().mapToDouble(goodness::get).toArray()));
    }
  }

  public String dataset() {
    return dataset;
  }

  public String target() {
    return target;
  }

  public List<String> sources() {
    return sources;
  }

  /** Not a copy. */
  double[] scores() {
    return scores;
  }

  /** Not a copy. */
  double[] goodness() {
    return goodness;
  }
}
