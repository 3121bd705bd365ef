package org.transferability.run.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.transferability.read.label.LabelSchema.LeftOut;

/**
 * Columns that are not targets, with the reasons. The same columns in several places make one line.
 */
public final class LeftOutColumns {
  private static final int MOST_NAMED = 10;

  /** Where the same columns were left out. */
  private final Map<List<LeftOut>, SortedSet<String>> places = new LinkedHashMap<>();

  /**
   * @param place the labels of a dataset, or a feature set
   */
  void add(String place, List<LeftOut> columns) {
    if (!columns.isEmpty()) {
      places.computeIfAbsent(List.copyOf(columns), c -> new TreeSet<>()).add(place);
    }
  }

  /** A line for each group of places. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    places.forEach(
        (columns, where) ->
            lines.add(
                "%s%s: columns that are not targets: %s; a target is a number, a boolean or a list of them"
                    .formatted(
                        where.first(),
                        where.size() == 1 ? "" : " and %,d more".formatted(where.size() - 1),
                        words(columns))));
    return lines;
  }

  /** The columns one after the other, the first few of many. */
  public static String words(List<LeftOut> columns) {
    List<String> names = columns.stream().limit(MOST_NAMED).map(LeftOut::toString).toList();
    int more = columns.size() - names.size();
    return String.join(", ", names) + (more == 0 ? "" : " and %,d more".formatted(more));
  }
}
