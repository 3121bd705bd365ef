package org.transferability.run.resume;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.sample.RowSample;
import org.transferability.run.aggregate.SetMoments;
import org.transferability.run.chunk.RowCounts;
import org.transferability.state.Request;
import org.transferability.state.StateHeader;

/**
 * A set's moments as sections of a state file and back: {@code features/K} and {@code
 * predictions/K} for each fold with rows, and {@code matched}, the label rows that found features.
 * Of a set with no more rows than features, {@code reduced} is there instead of {@code features/K}:
 * its rows in coordinates of their span. {@code sample/features} and {@code sample/predictions} are
 * the sampled rows.
 */
final class StateMoments {
  private static final String FEATURES = "features";
  private static final String REDUCED = "reduced";
  private static final String PREDICTIONS = "predictions";
  private static final String MATCHED = "matched";
  private static final String SAMPLE = "sample/";

  private final Map<String, byte[]> sections = new LinkedHashMap<>();

  private StateMoments() {}

  static StateMoments of(SetMoments moments) {
    StateMoments state = new StateMoments();
    if (moments.reduced().isPresent()) {
      state.sections.put(REDUCED, moments.reduced().get().toBytes());
    } else {
      moments.features().moments().ifPresent(folds -> state.add(FEATURES, folds));
    }
    moments.predictions().moments().ifPresent(folds -> state.add(PREDICTIONS, folds));
    moments.features().sample().ifPresent(rows -> state.add(FEATURES, rows));
    moments.predictions().sample().ifPresent(rows -> state.add(PREDICTIONS, rows));
    moments.matched().ifPresent(rows -> state.sections.put(MATCHED, rows));
    return state;
  }

  private void add(String name, RowSample rows) {
    sections.put(SAMPLE + name, rows.toBytes());
  }

  private void add(String name, FoldMoments folds) {
    byte[][] parts = folds.toBytes();
    for (int fold = 0; fold < parts.length; fold++) {
      if (parts[fold] != null) {
        sections.put(name + "/" + fold, parts[fold]);
      }
    }
  }

  StateHeader header(Request request, SetMoments moments) {
    RowCounts counts = moments.counts();
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put("read", counts.read());
    rows.put("dropped", counts.dropped());
    rows.put("unmatched", counts.unmatched());
    rows.put("joined", counts.joined());
    if (counts.idSum() != 0) {
      rows.put("id_sum", counts.idSum());
    }
    rows.put("labels_without_features", moments.labelsWithoutFeatures());
    List<StateHeader.Section> names = new ArrayList<>();
    sections.forEach((name, bytes) -> names.add(new StateHeader.Section(name, bytes.length)));
    return new StateHeader(request, rows, names);
  }

  List<byte[]> sections() {
    return List.copyOf(sections.values());
  }

  /** Whether a file has reduced rows, to which no others can be added. */
  static boolean isReduced(StateHeader header) {
    return header.sections().stream().anyMatch(section -> section.name().equals(REDUCED));
  }

  /**
   * The moments of a file.
   *
   * @param folds how many folds are asked for: as many as are stored, or 1
   */
  static SetMoments read(StateHeader header, Map<String, byte[]> sections, int folds) {
    return new SetMoments(
        side(FEATURES, header, sections, folds),
        side(PREDICTIONS, header, sections, folds),
        Optional.ofNullable(sections.get(REDUCED)).map(ReducedRows::fromBytes),
        counts(header),
        count(header, "labels_without_features"),
        Optional.ofNullable(sections.get(MATCHED)));
  }

  private static SetMoments.Side side(
      String name, StateHeader header, Map<String, byte[]> sections, int folds) {
    return new SetMoments.Side(
        folds(name, header, sections, folds),
        Optional.empty(),
        Optional.ofNullable(sections.get(SAMPLE + name)).map(RowSample::fromBytes));
  }

  private static RowCounts counts(StateHeader header) {
    return new RowCounts(
        count(header, "read"),
        count(header, "dropped"),
        count(header, "unmatched"),
        count(header, "joined"),
        0,
        0,
        0,
        header.counts().getOrDefault("id_sum", 0L));
  }

  private static long count(StateHeader header, String name) {
    return Objects.requireNonNull(header.counts().get(name), name);
  }

  private static Optional<FoldMoments> folds(
      String name, StateHeader header, Map<String, byte[]> sections, int wanted) {
    byte[][] parts = new byte[header.request().folds()][];
    Arrays.setAll(parts, fold -> sections.get(name + "/" + fold));
    if (Arrays.stream(parts).allMatch(Objects::isNull)) {
      return Optional.empty();
    }
    FoldMoments folds = FoldMoments.fromBytes(parts);
    return Optional.of(wanted == folds.count() ? folds : FoldMoments.of(List.of(folds.whole())));
  }
}
