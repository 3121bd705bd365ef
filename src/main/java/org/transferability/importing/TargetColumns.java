package org.transferability.importing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** The column of ids of the tables that are written. */
  private static final String ID = "id";

  /** The name of a column that is left out. */
  private static final String NO_TARGET = "-";

  /**
   * @param columns the columns of a row
   * @param given names for the numbers of an array, which has none; or empty
   * @param rules targets of one or more columns; a column in no rule is a target of its own
   */
  static TargetColumns of(
      List<NumberColumn> columns, List<String> given, List<TargetRule> rules, String file) {
    Map<String, int[]> known = known(columns, given, file);
    Map<String, int[]> others = new LinkedHashMap<>(known);
    List<String> names = new ArrayList<>();
    List<int[]> places = new ArrayList<>();
    for (TargetRule rule : rules) {
      names.add(rule.name());
      places.add(
          rule.columns().stream()
              .flatMapToInt(column -> IntStream.of(find(known, column, rule, file)))
              .toArray());
      rule.columns().forEach(others::remove);
    }
    names.addAll(others.keySet());
    places.addAll(others.values());
    requireUsable(names, file);
    return new TargetColumns(names, places);
  }

  private static void requireUsable(List<String> names, String file) {
    if (names.contains(ID)) {
      throw new InputException(
          "Cannot import %s: expected other names for targets, found '%s', which is the column of ids; --id-column %s uses it as the id, --target NAME=%s renames it"
              .formatted(file, ID, ID, ID));
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new InputException(
            "Cannot import %s: expected a name for each target, found '%s' twice"
                .formatted(file, name));
      }
    }
    if (names.isEmpty()) {
      throw new InputException("Cannot import %s: expected a target, found none".formatted(file));
    }
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
          int[] place = {at++};
          if (!name.equals(NO_TARGET) && known.put(name, place) != null) {
            throw new InputException(
                "Cannot name the columns of %s: expected a name for each, found '%s' twice"
                    .formatted(file, name));
          }
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
