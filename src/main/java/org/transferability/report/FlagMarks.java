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
 * Flags of the measures that do not rank. An asterisk marks numbers that are doubtful themselves,
 * at the head of a column if all sources have such a flag, else at a score. The other flags are
 * about what a ranking by the measure would mean; they are listed below the tables.
 */
final class FlagMarks {
  /** About the meaning of a ranking, not about the number. */
  private static final Set<String> OF_RANKING =
      Set.of(
          Flag.NO_BETTER_THAN_MEAN.label(),
          Flag.OFFSET_LABELS.label(),
          Flag.CENTRED_FEATURES.label(),
          Flag.WORSE_THAN_MEAN.label(),
          Flag.WEAK_THROUGH_ORIGIN.label());

  private final Map<Measure, Set<String>> common;

  private FlagMarks(Map<Measure, Set<String>> common) {
    this.common = common;
  }

  /** The marks of one ranking. */
  static FlagMarks of(List<Ranking.Place> places, Collection<Measure> measures) {
    Map<Measure, Set<String>> common = new LinkedHashMap<>();
    for (Measure measure : measures) {
      Set<String> all = new LinkedHashSet<>(doubts(places.get(0).rows().get(measure)));
      places.forEach(place -> all.retainAll(doubts(place.rows().get(measure))));
      common.put(measure, all);
    }
    return new FlagMarks(common);
  }

  /** Whether the scores of all sources by this measure are doubtful for the same reason. */
  boolean atHead(Measure measure) {
    return !common.get(measure).isEmpty();
  }

  /** Whether a score is doubtful for a reason that is not at the head. */
  boolean at(Measure measure, @Nullable ScoreRow row) {
    return !common.get(measure).containsAll(doubts(row));
  }

  /** Adds the flags that some places have by each of these measures. */
  void explain(List<Ranking.Place> places, List<Measure> measures, Map<Measure, Set<String>> into) {
    for (Measure measure : measures) {
      for (Ranking.Place place : places) {
        Set<String> labels = labels(place.rows().get(measure));
        // most labels are far from zero, which matters only where such a score ranks
        labels.remove(Flag.OFFSET_LABELS.label());
        if (!labels.isEmpty()) {
          into.computeIfAbsent(measure, key -> new LinkedHashSet<>()).addAll(labels);
        }
      }
    }
  }

  private static Set<String> doubts(@Nullable ScoreRow row) {
    Set<String> labels = labels(row);
    labels.removeAll(OF_RANKING);
    return labels;
  }

  /** The flags of a score without their numbers. */
  private static Set<String> labels(@Nullable ScoreRow row) {
    return row == null || row.flags().isEmpty()
        ? new LinkedHashSet<>()
        : Arrays.stream(row.flags().split(";", -1))
            .map(flag -> flag.replaceFirst("=.*", ""))
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
