package org.transferability.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scores of the outputs of one column with lists, of one source by one measure.
 *
 * @param outputs how many have a score
 * @param mean of their scores; NaN if there are none, as the others
 * @param median of their scores
 * @param low the quantile at 0.1
 * @param high the quantile at 0.9
 */
public record OutputSummary(
    String source,
    String dataset,
    String column,
    Measure measure,
    int outputs,
    double mean,
    double median,
    double low,
    double high) {

  /** One summary for each source, column and measure, in the order of the table. */
  public static List<OutputSummary> all(ScoreTable table) {
    Map<List<String>, List<ScoreRow>> groups = new LinkedHashMap<>();
    for (ScoreRow row : table.rows()) {
      if (row.isOutput()) {
        groups
            .computeIfAbsent(
                List.of(
                    row.dataset(),
                    row.column(),
                    row.score().estimator(),
                    row.score().lambda(),
                    row.source()),
                key -> new ArrayList<>())
            .add(row);
      }
    }
    return groups.values().stream().map(OutputSummary::of).toList();
  }

  private static OutputSummary of(List<ScoreRow> rows) {
    double[] scores =
        rows.stream()
            .mapToDouble(row -> row.score().score())
            .filter(score -> !Double.isNaN(score))
            .sorted()
            .toArray();
    ScoreRow first = rows.get(0);
    return new OutputSummary(
        first.source(),
        first.dataset(),
        first.column(),
        Measure.of(first),
        scores.length,
        Arrays.stream(scores).average().orElse(Double.NaN),
        quantile(scores, 0.5),
        quantile(scores, 0.1),
        quantile(scores, 0.9));
  }

  /** With linear interpolation between order statistics, as numpy.quantile. */
  private static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
