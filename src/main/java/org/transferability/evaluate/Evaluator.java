package org.transferability.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.transferability.study.Better;
import org.transferability.study.InputException;

/**
 * Compares scores with measured transfers: every estimator (and both baselines) with every kind of
 * transfer.
 *
 * <p>Each estimator is evaluated on the pairs that have both its score and a measurement. A score
 * that is NaN and a measurement that is not finite count as missing. A statistic that is NaN on a
 * target (constant scores) is excluded from the mean; {@link Evaluation#targets()} counts the rest.
 */
public final class Evaluator {
  private final Bootstrap bootstrap;
  private final Better better;
  private final Map<String, Map<Pair, Double>> scores = new TreeMap<>();
  private final Map<String, NavigableMap<Pair, Double>> goodness = new LinkedHashMap<>();

  public Evaluator(
      Collection<ScoredPair> scored,
      Collection<MeasuredPair> measured,
      Better better,
      Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
    this.better = better;
    for (ScoredPair row : scored) {
      Map<Pair, Double> table = scores.computeIfAbsent(row.estimator(), key -> new HashMap<>());
      if (table.put(row.pair(), row.score()) != null) {
        throw twice("score", row.pair(), row.estimator());
      }
    }
    for (MeasuredPair row : measured) {
      Map<Pair, Double> table = goodness.computeIfAbsent(row.transfer(), key -> new TreeMap<>());
      if (table.put(row.pair(), better.goodness(row.value())) != null) {
        throw twice("measurement", row.pair(), row.transfer());
      }
    }
    scores.values().forEach(table -> table.values().removeIf(score -> score.isNaN()));
    goodness.values().forEach(table -> table.values().removeIf(value -> !Double.isFinite(value)));
  }

  private static InputException twice(String what, Pair pair, String of) {
    return new InputException(
        "Cannot evaluate: expected one "
            + what
            + " for each pair, found two for "
            + pair
            + " ("
            + of
            + ")");
  }

  /** Estimators in alphabetical order, without the baselines. */
  public List<String> estimators() {
    return List.copyOf(scores.keySet());
  }

  /** Kinds of transfer in the order of the measurements. */
  public List<String> transfers() {
    return List.copyOf(goodness.keySet());
  }

  /** Within-target statistics first, then the pooled ones; estimators first, then the baselines. */
  public List<Evaluation> evaluations() {
    List<Evaluation> rows = new ArrayList<>();
    goodness.forEach(
        (transfer, table) ->
            withBaselines(table)
                .forEach(
                    (estimator, score) ->
                        addEvaluations(
                            rows, estimator, transfer, TargetSample.join(score, table))));
    return rows;
  }

  private void addEvaluations(
      List<Evaluation> rows, String estimator, String transfer, List<TargetSample> samples) {
    for (WithinTarget statistic : WithinTarget.values()) {
      double[] values = samples.stream().mapToDouble(statistic::of).toArray();
      int targets = 0;
      int pairs = 0;
      for (int t = 0; t < values.length; t++) {
        if (!Double.isNaN(values[t])) {
          targets++;
          pairs += samples.get(t).sources().size();
        }
      }
      Interval mean = bootstrap.mean(values);
      rows.add(
          new Evaluation(
              estimator,
              transfer,
              statistic.label(),
              targets,
              pairs,
              mean.mean(),
              mean.lower(),
              mean.upper()));
    }
    double[] allScores =
        samples.stream().flatMapToDouble(sample -> Arrays.stream(sample.scores())).toArray();
    double[] allGoodness =
        samples.stream().flatMapToDouble(sample -> Arrays.stream(sample.goodness())).toArray();
    for (Pooled statistic : Pooled.values()) {
      rows.add(
          new Evaluation(
              estimator,
              transfer,
              statistic.label(),
              samples.size(),
              allScores.length,
              statistic.of(allScores, allGoodness),
              Double.NaN,
              Double.NaN));
    }
  }

  /** Every within-target statistic target by target, baselines included. */
  public List<TargetEvaluation> targetEvaluations() {
    List<TargetEvaluation> rows = new ArrayList<>();
    goodness.forEach(
        (transfer, table) ->
            withBaselines(table)
                .forEach(
                    (estimator, score) -> {
                      for (TargetSample sample : TargetSample.join(score, table)) {
                        for (WithinTarget statistic : WithinTarget.values()) {
                          rows.add(
                              new TargetEvaluation(
                                  estimator,
                                  transfer,
                                  sample.dataset(),
                                  sample.target(),
                                  sample.sources().size(),
                                  statistic.label(),
                                  statistic.of(sample)));
                        }
                      }
                    }));
    return rows;
  }

  /** How much the measured sources of each target differ; targets with one source are omitted. */
  public List<Dispersion> dispersions() {
    List<Dispersion> rows = new ArrayList<>();
    goodness.forEach(
        (transfer, table) -> {
          for (TargetSample sample : TargetSample.join(table, table)) {
            rows.add(
                Dispersion.of(
                    transfer, sample.dataset(), sample.target(), sample.goodness(), better));
          }
        });
    return rows;
  }

  /**
   * Two estimators (or baselines) compared on the pairs that both have, for every transfer and
   * within-target statistic. The p-values are not adjusted for the number of comparisons.
   */
  public List<Comparison> compare(String first, String second) {
    return goodness.keySet().stream()
        .flatMap(transfer -> compare(first, second, transfer).stream())
        .toList();
  }

  /** The same for one kind of transfer. */
  public List<Comparison> compare(String first, String second, String transfer) {
    NavigableMap<Pair, Double> table = goodness.get(transfer);
    if (table == null) {
      throw new InputException(
          "Cannot compare estimators: expected one of the transfers "
              + goodness.keySet()
              + ", found "
              + transfer);
    }
    Map<String, Map<Pair, Double>> all = withBaselines(table);
    Map<Pair, Double> scoresOfFirst = scoresOf(first, all);
    Map<Pair, Double> scoresOfSecond = scoresOf(second, all);
    NavigableMap<Pair, Double> common = new TreeMap<>(table);
    common.keySet().retainAll(scoresOfFirst.keySet());
    common.keySet().retainAll(scoresOfSecond.keySet());
    List<TargetSample> samplesOfFirst = TargetSample.join(scoresOfFirst, common);
    List<TargetSample> samplesOfSecond = TargetSample.join(scoresOfSecond, common);
    return Arrays.stream(WithinTarget.values())
        .map(
            statistic ->
                Comparison.of(
                    first,
                    second,
                    transfer,
                    statistic,
                    samplesOfFirst.stream().mapToDouble(statistic::of).toArray(),
                    samplesOfSecond.stream().mapToDouble(statistic::of).toArray(),
                    samplesOfFirst.stream().mapToInt(sample -> sample.sources().size()).toArray(),
                    bootstrap))
        .toList();
  }

  private static Map<Pair, Double> scoresOf(String estimator, Map<String, Map<Pair, Double>> all) {
    Map<Pair, Double> scores = all.get(estimator);
    if (scores == null) {
      throw new InputException(
          "Cannot compare estimators: expected one of " + all.keySet() + ", found " + estimator);
    }
    return scores;
  }

  /** The pairs that either table lacks, sorted by table, estimator or transfer, and pair. */
  public List<MissingPair> missing() {
    Set<Pair> measured = new TreeSet<>();
    goodness.values().forEach(table -> measured.addAll(table.keySet()));
    Set<Pair> scored = new TreeSet<>();
    scores.values().forEach(table -> scored.addAll(table.keySet()));
    List<MissingPair> rows = new ArrayList<>();
    scores.forEach(
        (estimator, table) -> {
          for (Pair pair : measured) {
            if (!table.containsKey(pair)) {
              rows.add(new MissingPair(pair, MissingPair.Side.NO_SCORE, estimator));
            }
          }
        });
    goodness.forEach(
        (transfer, table) -> {
          for (Pair pair : scored) {
            if (!table.containsKey(pair)) {
              rows.add(new MissingPair(pair, MissingPair.Side.NO_MEASUREMENT, transfer));
            }
          }
        });
    return rows;
  }

  private Map<String, Map<Pair, Double>> withBaselines(NavigableMap<Pair, Double> table) {
    Map<String, Map<Pair, Double>> all = new LinkedHashMap<>(scores);
    all.put(Baselines.STATIC_RANKER, Baselines.staticRanker(table));
    all.put(Baselines.TARGET_MEAN, Baselines.targetMean(table));
    return all;
  }
}
