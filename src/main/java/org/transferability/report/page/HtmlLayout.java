package org.transferability.report.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.transferability.evaluate.Pair;
import org.transferability.report.Measure;
import org.transferability.report.ScoreRow;
import org.transferability.report.ScoreTable;
import org.transferability.score.PenaltyCurve;

/**
 * The numbering of scores in report.html: sources in alphabetical order; pairs target by target,
 * the sources of a target ascending; measures in the order of preference. A row of the table then
 * has a position (measure, pair).
 */
final class HtmlLayout {
  /** A target and its pairs, from {@code first} (inclusive) to {@code end} (exclusive). */
  record Target(String dataset, String name, int first, int end) {}

  private final List<ScoreRow> rows;
  private final List<String> sources;
  private final List<Measure> measures;
  private final List<Target> targets = new ArrayList<>();
  private final int[] sourceOfPair;
  private final int[] pairOfRow;
  private final List<int[]> rowsOfMeasure;

  HtmlLayout(ScoreTable table, List<Measure> preference) {
    rows = table.rows();
    TreeSet<String> names = new TreeSet<>(ScoreTable.BY_CODE_POINT);
    Map<Measure, Integer> found = new LinkedHashMap<>();
    Collection<Measure> present = new LinkedHashSet<>();
    rows.forEach(row -> present.add(Measure.of(row)));
    preference.stream().filter(present::contains).forEach(m -> found.putIfAbsent(m, found.size()));
    present.forEach(m -> found.putIfAbsent(m, found.size()));
    measures = List.copyOf(found.keySet());
    rows.forEach(row -> names.add(row.source()));
    sources = List.copyOf(names);
    Map<String, Integer> numbers = new HashMap<>();
    sources.forEach(name -> numbers.put(name, numbers.size()));

    pairOfRow = new int[rows.size()];
    int[] measureOfRow = new int[rows.size()];
    int[] pairs = new int[rows.size()];
    int[] pairOfSource = new int[sources.size()];
    int count = 0;
    for (int first = 0; first < rows.size(); ) {
      ScoreRow head = rows.get(first);
      int end = first;
      Arrays.fill(pairOfSource, -1);
      while (end < rows.size()
          && rows.get(end).dataset().equals(head.dataset())
          && rows.get(end).target().equals(head.target())) {
        pairOfSource[numbers.get(rows.get(end).source())] = 0;
        end++;
      }
      int firstPair = count;
      for (int source = 0; source < pairOfSource.length; source++) {
        if (pairOfSource[source] >= 0) {
          pairOfSource[source] = count;
          pairs[count++] = source;
        }
      }
      for (int row = first; row < end; row++) {
        pairOfRow[row] = pairOfSource[numbers.get(rows.get(row).source())];
        measureOfRow[row] = found.get(Measure.of(rows.get(row)));
      }
      targets.add(new Target(head.dataset(), head.target(), firstPair, count));
      first = end;
    }
    sourceOfPair = Arrays.copyOf(pairs, count);
    rowsOfMeasure =
        IntStream.range(0, measures.size()).mapToObj(m -> where(measureOfRow, m)).toList();
  }

  private static int[] where(int[] values, int wanted) {
    return IntStream.range(0, values.length).filter(i -> values[i] == wanted).toArray();
  }

  List<String> sources() {
    return sources;
  }

  List<Measure> measures() {
    return measures;
  }

  List<Target> targets() {
    return targets;
  }

  int pairs() {
    return sourceOfPair.length;
  }

  int[] sourceOfPair() {
    return sourceOfPair;
  }

  /** A number of one measure for every pair; NaN if the measure has no row. */
  double[] numbers(int measure, HtmlField field) {
    double[] cells = new double[pairs()];
    Arrays.fill(cells, Double.NaN);
    for (int row : rowsOfMeasure.get(measure)) {
      cells[pairOfRow[row]] = field.number(rows.get(row));
    }
    return cells;
  }

  /** The penalties of the curves of a measure; empty if no row has a curve. */
  List<String> penalties(int measure) {
    Set<String> found = new LinkedHashSet<>();
    for (int row : rowsOfMeasure.get(measure)) {
      PenaltyCurve curve = rows.get(row).score().fit().curve();
      if (curve != null) {
        found.addAll(curve.penalties());
      }
    }
    return List.copyOf(found);
  }

  /** The score at a penalty for every pair; NaN if there is none. */
  double[] curve(int measure, String penalty) {
    double[] cells = new double[pairs()];
    Arrays.fill(cells, Double.NaN);
    for (int row : rowsOfMeasure.get(measure)) {
      PenaltyCurve curve = rows.get(row).score().fit().curve();
      cells[pairOfRow[row]] = curve == null ? Double.NaN : curve.at(penalty);
    }
    return cells;
  }

  /** A text of one measure for every pair; null if the measure has no row. */
  String[] texts(int measure, HtmlField field) {
    String[] cells = new String[pairs()];
    for (int row : rowsOfMeasure.get(measure)) {
      cells[pairOfRow[row]] = field.text(rows.get(row));
    }
    return cells;
  }

  /** A number that does not depend on the measure, for every pair. */
  double[] perPair(ToDoubleFunction<Pair> value) {
    double[] cells = new double[pairs()];
    for (Target target : targets) {
      for (int pair = target.first(); pair < target.end(); pair++) {
        cells[pair] =
            value.applyAsDouble(
                new Pair(sources.get(sourceOfPair[pair]), target.dataset(), target.name()));
      }
    }
    return cells;
  }
}
