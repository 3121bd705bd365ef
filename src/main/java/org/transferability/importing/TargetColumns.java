package org.transferability.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.transferability.importing.source.NumberColumn;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;

/**
 * The numbers of a row that are the outputs of each target.
 *
 * @param names of the targets
 * @param places for each target, the positions of its outputs in the row
 */
record TargetColumns(List<String> names, List<int[]> places) {
  private static final String UNNAMED = "labels";

  /**
   * @param columns the columns of a row
   * @param given names for the numbers of an array, which has none; or empty
   * @param rules targets of several columns; empty: every column is a target
   */
  static TargetColumns of(
      List<NumberColumn> columns, List<String> given, List<TargetRule> rules, String file) {
    Map<String, int[]> known = known(columns, given, file);
    if (rules.isEmpty()) {
      return new TargetColumns(List.copyOf(known.keySet()), List.copyOf(known.values()));
    }
    List<String> names = new ArrayList<>();
    List<int[]> places = new ArrayList<>();
    for (TargetRule rule : rules) {
      names.add(rule.name());
      places.add(
          rule.columns().stream()
              .flatMapToInt(column -> IntStream.of(find(known, column, rule, file)))
              .toArray());
    }
    return new TargetColumns(names, places);
  }

  private static Map<String, int[]> known(
      List<NumberColumn> columns, List<String> given, String file) {
    Map<String, int[]> known = new LinkedHashMap<>();
    int at = 0;
    for (NumberColumn column : columns) {
      if (column.name() == null && !given.isEmpty()) {
        if (given.size() != column.width()) {
          throw new InputException(
              "Cannot name the columns of %s: expected as many names as columns, %d, found %d (%s)"
                  .formatted(file, column.width(), given.size(), String.join(", ", given)));
        }
        for (String name : given) {
          known.put(name, new int[] {at++});
        }
      } else {
        String name = column.name() == null ? UNNAMED : column.name();
        known.put(name, IntStream.range(at, at + column.width()).toArray());
        at += column.width();
      }
    }
    return known;
  }

  private static int[] find(Map<String, int[]> known, String column, TargetRule rule, String file) {
    int[] places = known.get(column);
    if (places == null) {
      throw new InputException(
          "Cannot create target %s from %s: no column '%s'; %s"
              .formatted(rule, file, column, NearestName.expected(column, known.keySet())));
    }
    return places;
  }
}
