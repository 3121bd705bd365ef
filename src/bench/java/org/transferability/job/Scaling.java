package org.transferability.job;

import java.util.ArrayList;
import java.util.List;

/** How time grows: rows x2 x4 x8, width x2 x4, cores 1 and 2. Sets x10 is in many-sets. */
final class Scaling {
  private Scaling() {}

  static List<BenchResult> run(BenchCases.Context context, int rows) throws Exception {
    int cores = context.options().cores();
    List<BenchResult> results = new ArrayList<>();
    List<BenchShape> taller =
        List.of(
            BenchShape.wide(rows, 512),
            BenchShape.wide(2 * rows, 512),
            BenchShape.wide(4 * rows, 512),
            BenchShape.wide(8 * rows, 512));
    results.addAll(
        relative(BenchCases.series(context, "scaling-rows", context.local(), cores, taller)));
    List<BenchShape> wider =
        List.of(
            BenchShape.wide(2 * rows, 512),
            BenchShape.wide(2 * rows, 1024),
            BenchShape.wide(2 * rows, 2048));
    results.addAll(
        relative(BenchCases.series(context, "scaling-width", context.local(), cores, wider)));
    List<BenchResult> byCores = new ArrayList<>();
    for (int each = 1; each <= cores; each *= 2) {
      byCores.addAll(
          BenchCases.series(
              context,
              "scaling-cores",
              context.sessions().local(each),
              each,
              List.of(BenchShape.wide(2 * rows, 1024))));
    }
    results.addAll(relative(byCores));
    return results;
  }

  /** States each time as a multiple of the first. */
  static List<BenchResult> relative(List<BenchResult> results) {
    double first = results.get(0).ours().median();
    for (BenchResult result : results) {
      result.facts().put("times the first", result.ours().median() / first);
    }
    return results;
  }
}
