package org.transferability.run;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;
import org.transferability.read.RowChoice;
import org.transferability.read.label.LabelTable;
import org.transferability.report.ScoreRow;
import org.transferability.run.aggregate.SetMoments;
import org.transferability.run.plan.Inventory;
import org.transferability.run.plan.Pass;
import org.transferability.run.plan.RowUnits;
import org.transferability.run.plan.SampledRows;
import org.transferability.run.plan.ScoredSet;
import org.transferability.score.Flag;
import org.transferability.study.Sample;

/**
 * Which rows of each dataset a sample has, and whether what it assumes is true: that rows are in
 * random order, and in the same order in all sources. Thread-safe.
 */
final class SampleReport {
  private static final int MOST_TARGETS = 3;

  private final Optional<Sample> sample;

  /** By dataset the first set, whose labels are checked. */
  private final Map<String, ScoredSet> first = new HashMap<>();

  private final Map<String, TreeMap<String, Seen>> datasets = new TreeMap<>();
  private final Map<String, List<LabelCheck>> checks = new HashMap<>();

  /**
   * What one source has.
   *
   * @param rows its sampled rows, or null: all
   */
  private record Seen(@Nullable SampledRows rows, long all, long read, long idSum, boolean ids) {
    boolean byPosition() {
      return rows != null && rows.byPosition();
    }
  }

  SampleReport(Optional<Sample> sample, Inventory inventory) {
    this.sample = sample;
    for (ScoredSet set : inventory.sets()) {
      if (!set.isSharedLabels()) {
        first.putIfAbsent(set.dataset(), set);
      }
    }
  }

  /** Takes the moments of a set into account. */
  void add(Pass plan, SetMoments moments) {
    ScoredSet set = plan.set();
    if (sample.isEmpty() || set.isSharedLabels()) {
      return;
    }
    Seen seen =
        new Seen(
            plan.sampledRows(),
            plan.sampledRows() == null ? moments.counts().read() : plan.sampledRows().all(),
            moments.counts().read(),
            moments.counts().idSum(),
            plan.columns().id() != null);
    List<LabelCheck> found =
        set.equals(first.get(set.dataset())) ? check(plan, moments) : List.of();
    synchronized (datasets) {
      datasets.computeIfAbsent(set.dataset(), d -> new TreeMap<>()).put(set.source(), seen);
      if (!found.isEmpty()) {
        checks.computeIfAbsent(set.dataset(), d -> new ArrayList<>()).addAll(found);
      }
    }
  }

  /** Compares labels where they are a table in memory. */
  private static List<LabelCheck> check(Pass plan, SetMoments moments) {
    SampledRows rows = plan.sampledRows();
    if (rows == null
        || !rows.byPosition()
        || plan.labels() == null
        || plan.labels().table().isEmpty()
        || moments.matched().isEmpty()) {
      return List.of();
    }
    LabelTable table = plan.labels().table().get();
    RoaringBitmap found =
        new ImmutableRoaringBitmap(ByteBuffer.wrap(moments.matched().get())).toRoaringBitmap();
    Set<String> targets = new HashSet<>(plan.set().targets());
    return LabelCheck.of(table, found, isInOrder(table, found, rows) ? unit(rows) : 0).stream()
        .filter(check -> targets.contains(check.target()))
        .toList();
  }

  private static long unit(SampledRows rows) {
    return RowUnits.size(rows.all());
  }

  /** Whether the table has its rows in the order of the features, as far as the sample shows. */
  private static boolean isInOrder(LabelTable table, RoaringBitmap found, SampledRows rows) {
    if (table.rows() != rows.all()) {
      return false;
    }
    RowChoice.Runs expected = RowUnits.chosen(rows.all(), rows.share());
    return found.stream().allMatch(expected::has);
  }

  /** Which rows are scored and what that assumes, in sentences. */
  List<String> notices() {
    List<String> notices = new ArrayList<>();
    datasets.forEach((dataset, sources) -> addNotices(dataset, sources, notices));
    return notices;
  }

  private void addNotices(
      String dataset, NavigableMap<String, Seen> sources, List<String> notices) {
    Seen seen = sources.firstEntry().getValue();
    SampledRows rows = seen.rows();
    String asked = "--sample " + sample.map(s -> s.size().toString()).orElse("");
    if (rows == null) {
      if (!sample.map(s -> s.size().isAll()).orElse(true)) {
        notices.add(
            "Dataset '%s': all %,d rows are scored, because %s asks for no fewer"
                .formatted(dataset, seen.all(), asked));
      }
      return;
    }
    if (!rows.byPosition()) {
      notices.add(
          "Dataset '%s': %,d of %,d rows are scored (%s), chosen by a hash of the id"
              .formatted(dataset, seen.read(), seen.all(), asked));
      return;
    }
    notices.add(
        "Dataset '%s': %,d of %,d rows are scored (%s), chosen in units of %,d consecutive rows, which assumes that rows are in random order; %s"
            .formatted(dataset, seen.read(), seen.all(), asked, unit(rows), checked(dataset)));
    if (!seen.ids() && sources.size() > 1) {
      notices.add(
          "Dataset '%s': rows have no ids, so whether all sources have them in the same order is not checked"
              .formatted(dataset));
    }
  }

  /** Where what the sample assumes is not true, in sentences. */
  List<String> doubts() {
    List<String> doubts = new ArrayList<>();
    datasets.forEach(
        (dataset, sources) -> {
          Seen seen = sources.firstEntry().getValue();
          if (!seen.byPosition()) {
            return;
          }
          addSorted(dataset, seen, doubts);
          unpaired(sources)
              .ifPresent(
                  other ->
                      doubts.add(
                          "Dataset '%s': the sample has other rows of source '%s' than of source '%s', because their files have other rows or another order of them, so scores of different sources are of different rows"
                              .formatted(dataset, other, sources.firstKey())));
        });
    return doubts;
  }

  private String checked(String dataset) {
    List<LabelCheck> found = checks.getOrDefault(dataset, List.of());
    if (found.isEmpty()) {
      return "this is not checked, because labels are not in a table in memory";
    }
    if (found.stream().anyMatch(check -> check.units() == 0)) {
      return "this is checked by means only, because the labels are in another order";
    }
    return found.stream().anyMatch(LabelCheck::isSorted)
        ? "they are not"
        : "the labels do not contradict it";
  }

  private void addSorted(String dataset, Seen seen, List<String> notices) {
    List<LabelCheck> bad =
        checks.getOrDefault(dataset, List.of()).stream()
            .filter(check -> check.isSorted() || check.isFar())
            .toList();
    for (LabelCheck check : bad.subList(0, Math.min(MOST_TARGETS, bad.size()))) {
      notices.add(
          check.isSorted()
              ? "Dataset '%s': labels of target '%s' differ between units %.1f times as much as in random order, so that %,d sampled rows count like about %,.0f"
                  .formatted(
                      dataset,
                      check.target(),
                      check.spread(),
                      seen.read(),
                      Math.max(1, seen.read() / check.spread()))
              : "Dataset '%s': the mean of the sampled labels of target '%s' is %.1f standard errors from that of the others"
                  .formatted(dataset, check.target(), check.z()));
    }
    if (bad.size() > MOST_TARGETS) {
      notices.add(
          "Dataset '%s': the same is true of %,d more targets, see sample in run.json"
              .formatted(dataset, bad.size() - MOST_TARGETS));
    }
  }

  /** A source with other rows than the first one. */
  private static Optional<String> unpaired(NavigableMap<String, Seen> sources) {
    Seen expected = sources.firstEntry().getValue();
    return sources.entrySet().stream()
        .filter(
            source ->
                source.getValue().idSum() != expected.idSum()
                    || source.getValue().read() != expected.read())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The scores, with flags where an assumption is wrong. */
  List<ScoreRow> flagged(List<ScoreRow> rows) {
    Set<String> unpaired = new HashSet<>();
    datasets.forEach(
        (dataset, sources) -> {
          if (sources.firstEntry().getValue().byPosition() && unpaired(sources).isPresent()) {
            unpaired.add(dataset);
          }
        });
    Set<List<String>> sorted = new HashSet<>();
    checks.forEach(
        (dataset, found) ->
            found.stream()
                .filter(check -> check.isSorted() || check.isFar())
                .forEach(check -> sorted.add(List.of(dataset, check.target()))));
    if (unpaired.isEmpty() && sorted.isEmpty()) {
      return rows;
    }
    return rows.stream()
        .map(row -> unpaired.contains(row.dataset()) ? row.with(Flag.UNPAIRED_SAMPLE) : row)
        .map(
            row -> {
              String column = row.isOutput() ? row.column() : row.target();
              return sorted.contains(List.of(row.dataset(), column))
                  ? row.with(Flag.SORTED_SAMPLE)
                  : row;
            })
        .toList();
  }

  /** For run.json: by dataset what was chosen and what the check found; empty without a sample. */
  Map<String, Object> describe() {
    Map<String, Object> described = new LinkedHashMap<>();
    datasets.forEach(
        (dataset, sources) -> {
          Seen seen = sources.firstEntry().getValue();
          Map<String, Object> one = new LinkedHashMap<>();
          SampledRows rows = seen.rows();
          one.put("by", rows == null ? "all" : rows.byPosition() ? "position" : "id");
          one.put("rows", seen.read());
          one.put("rows_of_dataset", seen.all());
          if (rows != null && rows.byPosition()) {
            one.put("rows_of_unit", unit(rows));
            one.put("same_rows_in_all_sources", unpaired(sources).isEmpty());
            one.put("labels", labels(checks.getOrDefault(dataset, List.of())));
          }
          described.put(dataset, one);
        });
    return described;
  }

  private static List<Map<String, Object>> labels(List<LabelCheck> found) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (LabelCheck check : found) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("target", check.target());
      one.put("z", check.z());
      if (check.units() > 0) {
        one.put("spread", check.spread());
        one.put("units", check.units());
      }
      all.add(one);
    }
    return all;
  }
}
