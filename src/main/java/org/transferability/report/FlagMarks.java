package org.transferability.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.transferability.score.Flag;

/**
 * Where an asterisk marks flags of the measures that do not rank: at the head of a column for flags
 * that all sources have, at a score for others.
 */
final class FlagMarks {
  private final Map<Measure, Set<String>> common;

  private FlagMarks(Map<Measure, Set<String>> common) {
    this.common = common;
  }

  /** The marks of one ranking. */
  static FlagMarks of(List<Ranking.Place> places, Collection<Measure> measures) {
    Map<Measure, Set<String>> common = new LinkedHashMap<>();
    for (Measure measure : measures) {
      Set<String> all = new LinkedHashSet<>(labels(places.get(0).rows().get(measure)));
      places.forEach(place -> all.retainAll(labels(place.rows().get(measure))));
      common.put(measure, all);
    }
    return new FlagMarks(common);
  }

  /** Whether all sources have a flag by this measure. */
  boolean atHead(Measure measure) {
    return !common.get(measure).isEmpty();
  }

  /** Whether a score has a flag that is not at the head. */
  boolean at(Measure measure, @Nullable ScoreRow row) {
    return !common.get(measure).containsAll(labels(row));
  }

  /** Adds the flags that some places have by each of these measures. */
  void explain(
      List<Ranking.Place> places, List<Measure> measures, Map<Measure, Set<String>> into) {
    for (Measure measure : measures) {
      for (Ranking.Place place : places) {
        Set<String> labels = labels(place.rows().get(measure));
        if (!labels.isEmpty()) {
          into.computeIfAbsent(measure, key -> new LinkedHashSet<>()).addAll(labels);
        }
      }
    }
  }

  /**
   * The flags of a score without their numbers. Most labels are far from zero, which matters only
   * where such a score ranks.
   */
  private static Set<String> labels(@Nullable ScoreRow row) {
    return row == null || row.flags().isEmpty()
        ? Set.of()
        : Arrays.stream(row.flags().split(";", -1))
            .map(flag -> flag.replaceFirst("=.*", ""))
            .filter(flag -> !flag.equals(Flag.OFFSET_LABELS.label()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
