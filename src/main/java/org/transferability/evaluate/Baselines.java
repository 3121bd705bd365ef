package org.transferability.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Two baseline rankings from the measurements alone. Neither is available in practice. They show
 * which part of an estimator's statistic needs no estimator.
 */
public final class Baselines {
  public static final String STATIC_RANKER = "baseline:static-ranker";
  public static final String TARGET_MEAN = "baseline:target-mean";

  private Baselines() {}

  /**
   * The target-blind ranker, which leaves one target out. The score of a source on a target is the
   * mean over all other targets of its relative rank there, (r - 1) / (m - 1), with r its rank by
   * goodness among m sources (ties share their mean rank), 1 the best. It uses ranks because errors
   * of different targets have different scales. A source that was measured on no other target has
   * no score.
   */
  static Map<Pair, Double> staticRanker(NavigableMap<Pair, Double> goodness) {
    NavigableMap<Pair, Double> ranks = new TreeMap<>();
    for (List<Pair> target : byTarget(goodness)) {
      if (target.size() > 1) {
        double[] rank = Correlation.meanRanks(target.stream().mapToDouble(goodness::get).toArray());
        for (int i = 0; i < rank.length; i++) {
          ranks.put(target.get(i), (rank[i] - 1) / (rank.length - 1));
        }
      }
    }
    Map<String, double[]> sumAndCount = new HashMap<>();
    ranks.forEach(
        (pair, rank) -> {
          double[] source = sumAndCount.computeIfAbsent(pair.source(), name -> new double[2]);
          source[0] += rank;
          source[1]++;
        });
    Map<Pair, Double> scores = new HashMap<>();
    ranks.forEach(
        (pair, rank) -> {
          double[] source = sumAndCount.get(pair.source());
          if (source[1] > 1) {
            double mean = (source[0] - rank) / (source[1] - 1);
            scores.put(pair, Math.rint(mean * 1e12) / 1e12); // rounding must not break ties
          }
        });
    return scores;
  }

  /**
   * The source-blind predictor: the score of every source of a target is the target's mean
   * goodness. Within a target all sources are tied, so its top-k rates and regret are those of a
   * random choice.
   */
  static Map<Pair, Double> targetMean(NavigableMap<Pair, Double> goodness) {
    Map<Pair, Double> scores = new HashMap<>();
    for (List<Pair> target : byTarget(goodness)) {
      double mean = target.stream().mapToDouble(goodness::get).average().orElseThrow();
      target.forEach(pair -> scores.put(pair, mean));
    }
    return scores;
  }

  private static List<List<Pair>> byTarget(NavigableMap<Pair, Double> goodness) {
    List<List<Pair>> targets = new ArrayList<>();
    Pair previous = null;
    for (Pair pair : goodness.keySet()) {
      if (previous == null || !previous.sameTarget(pair)) {
        targets.add(new ArrayList<>());
      }
      targets.get(targets.size() - 1).add(pair);
      previous = pair;
    }
    return targets;
  }
}
