package org.transferability.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.transferability.score.CvR2;
import org.transferability.score.Flag;
import org.transferability.score.LogMe;

/**
 * The sources of one target, best first, by one measure.
 *
 * <p>Measures are tried in the order of preference. A measure by which some source interpolates
 * (lambda 0 and n &lt;= d + 1, so that its score is 0 for any features) is skipped as long as
 * another is available. Sources without a row of the chosen measure, such as the label columns of
 * shared-label-mse among models, are ranked separately. Sources that a race dropped come last,
 * whatever the score on their rows.
 *
 * @param dataset the dataset of the target
 * @param target the target
 * @param by the measure of the ranking
 * @param passedOver preferred measures that were skipped because of interpolation
 * @param others the other measures that these sources have, in the order of preference
 * @param places the sources, best first; NaN scores last
 */
public record Ranking(
    String dataset,
    String target,
    Measure by,
    List<Measure> passedOver,
    List<Measure> others,
    List<Place> places) {

  private static final double TIE = 1e-12;

  /**
   * A source and its place.
   *
   * @param place 1 is the best; tied sources share the place of the first of them
   * @param sharedBy the number of sources that share this place, at least one
   * @param row its row of the measure of the ranking
   * @param rows all its rows for this target
   */
  public record Place(int place, int sharedBy, ScoreRow row, Map<Measure, ScoreRow> rows) {}

  /**
   * Whether no source is known to predict the labels better than their mean: all have the flag
   * no-better-than-mean, or the first one has worse-than-mean.
   */
  public boolean noneHelps() {
    return (isWorseThanMean(places.get(0)) && !someHelpsOnHeldOutRows())
        || places.stream()
            .allMatch(place -> place.row().score().flags().has(Flag.NO_BETTER_THAN_MEAN));
  }

  /** Whether a source is known to be better than the mean by held-out R2, if that is computed. */
  private boolean someHelpsOnHeldOutRows() {
    return heldOutR2()
        .map(
            measure ->
                places.stream()
                    .map(place -> place.rows().get(measure))
                    .anyMatch(
                        row ->
                            row != null
                                && row.score().score() > 0
                                && !row.score().flags().has(Flag.NO_BETTER_THAN_MEAN)))
        .orElse(false);
  }

  /**
   * The measure whose scores are held-out R2: the one that ranks if it is one, else cv-r2, else
   * lab-cv-r2; empty if there is none.
   */
  public Optional<Measure> heldOutR2() {
    if (by.isHeldOutR2()) {
      return Optional.of(by);
    }
    List<Measure> known = others.stream().filter(Measure::isHeldOutR2).toList();
    return known.stream()
        .filter(measure -> measure.estimator().equals(CvR2.NAME))
        .findFirst()
        .or(() -> known.stream().findFirst());
  }

  /** The held-out R2 of a source; NaN if the run has none of it. */
  public double heldOutR2(Place place) {
    return heldOutR2().map(place.rows()::get).map(row -> row.score().score()).orElse(Double.NaN);
  }

  private static boolean isWorseThanMean(Place place) {
    return place.row().score().flags().has(Flag.WORSE_THAN_MEAN);
  }

  private static boolean isNoBetterThanMean(Place place) {
    return isWorseThanMean(place) || place.row().score().flags().has(Flag.NO_BETTER_THAN_MEAN);
  }

  /**
   * The best source by the measure for the other kind of head, tuned or trained briefly, if that is
   * another source than the first one here.
   */
  public Optional<Place> bestForOtherHead() {
    String other = otherHead(by.estimator());
    return others.stream()
        .filter(measure -> measure.estimator().equals(other))
        .findFirst()
        .flatMap(this::best)
        .filter(place -> !noneHelps() && !isNoBetterThanMean(place))
        .filter(place -> !place.row().source().equals(places.get(0).row().source()));
  }

  private Optional<Place> best(Measure measure) {
    List<Map<Measure, ScoreRow>> scored =
        places.stream().map(Place::rows).filter(rows -> rows.containsKey(measure)).toList();
    return places(scored, measure).stream().findFirst();
  }

  private static String otherHead(String estimator) {
    return switch (estimator) {
      case CvR2.NAME -> LogMe.NAME;
      case LogMe.NAME -> CvR2.NAME;
      default -> "";
    };
  }

  /**
   * Ranks every target of the table, in its order.
   *
   * @param preference measures; the first is used for ranking unless it interpolates; measures that
   *     are not in the list follow
   */
  public static List<Ranking> all(ScoreTable table, List<Measure> preference) {
    Map<List<String>, List<ScoreRow>> byTarget = new LinkedHashMap<>();
    for (ScoreRow row : table.rows()) {
      byTarget
          .computeIfAbsent(List.of(row.dataset(), row.target()), key -> new ArrayList<>())
          .add(row);
    }
    List<Ranking> rankings = new ArrayList<>();
    byTarget.values().forEach(rows -> addRankings(rows, preference, rankings));
    return List.copyOf(rankings);
  }

  private static void addRankings(
      List<ScoreRow> rows, List<Measure> preference, List<Ranking> rankings) {
    Map<String, Map<Measure, ScoreRow>> left = new TreeMap<>(ScoreTable.BY_CODE_POINT);
    rows.forEach(
        row ->
            left.computeIfAbsent(row.source(), key -> new LinkedHashMap<>())
                .put(Measure.of(row), row));
    while (!left.isEmpty()) {
      List<Measure> measures = measures(left.values(), preference);
      List<Measure> safe =
          measures.stream().filter(measure -> !interpolates(left.values(), measure)).toList();
      Measure by = safe.isEmpty() ? measures.get(0) : safe.get(0);
      Map<String, Map<Measure, ScoreRow>> ranked = new LinkedHashMap<>(left);
      ranked.values().removeIf(source -> !source.containsKey(by));
      left.keySet().removeAll(ranked.keySet());
      List<Measure> others = new ArrayList<>(measures(ranked.values(), preference));
      others.remove(by);
      List<Measure> passedOver = measures.subList(0, measures.indexOf(by));
      ScoreRow first = rows.get(0);
      rankings.add(
          new Ranking(
              first.dataset(),
              first.target(),
              by,
              passedOver,
              others,
              places(ranked.values(), by)));
    }
  }

  private static List<Measure> measures(
      Collection<Map<Measure, ScoreRow>> sources, List<Measure> preference) {
    Set<Measure> present = new LinkedHashSet<>();
    sources.forEach(source -> present.addAll(source.keySet()));
    Set<Measure> ordered = new LinkedHashSet<>(preference);
    ordered.retainAll(present);
    ordered.addAll(present);
    return List.copyOf(ordered);
  }

  private static boolean interpolates(Collection<Map<Measure, ScoreRow>> sources, Measure measure) {
    return sources.stream()
        .filter(source -> source.containsKey(measure))
        .anyMatch(source -> source.get(measure).score().flags().has(Flag.INTERPOLATES));
  }

  private static List<Place> places(Collection<Map<Measure, ScoreRow>> sources, Measure by) {
    List<Map<Measure, ScoreRow>> sorted = new ArrayList<>(sources);
    sorted.sort(
        Comparator.comparing((Map<Measure, ScoreRow> source) -> source.get(by).isDropped())
            .thenComparing(source -> worseness(source.get(by).score().score())));
    List<Place> places = new ArrayList<>();
    for (int first = 0; first < sorted.size(); ) {
      int end = first + 1;
      while (end < sorted.size()
          && sorted.get(end).get(by).isDropped() == sorted.get(first).get(by).isDropped()
          && ties(
              sorted.get(end - 1).get(by).score().score(),
              sorted.get(end).get(by).score().score())) {
        end++;
      }
      for (int i = first; i < end; i++) {
        Map<Measure, ScoreRow> rows = sorted.get(i);
        places.add(new Place(first + 1, end - first, rows.get(by), rows));
      }
      first = end;
    }
    return List.copyOf(places);
  }

  private static double worseness(double score) {
    return -score; // NaN sorts behind every number
  }

  /** Whether two neighbouring scores are equal except for rounding. */
  private static boolean ties(double better, double worse) {
    return Double.compare(better, worse) == 0
        || Math.abs(better - worse) <= TIE * Math.max(Math.abs(better), Math.abs(worse));
  }
}
