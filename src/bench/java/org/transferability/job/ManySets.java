package org.transferability.job;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Many small sets: 500 x 64 with 10 targets each, and ten times as many. */
final class ManySets {
  private ManySets() {}

  static List<BenchResult> run(BenchCases.Context context, int sets, int times) throws Exception {
    List<BenchResult> results = new ArrayList<>();
    results.add(one(context, sets));
    if (times > 1) {
      BenchResult more = one(context, times * sets);
      more.facts()
          .put(
              "time for %d times the sets (target: <= %.1f)".formatted(times, 1.1 * times),
              more.ours().median() / results.get(0).ours().median());
      results.add(more);
    }
    return results;
  }

  private static BenchResult one(BenchCases.Context context, int sets) throws Exception {
    BenchShape shape = BenchShape.many(sets, sets / 100, 500, 64, 10);
    BenchData data = context.data(shape);
    Comparison comparison =
        new Comparison("sets-" + sets, shape, context.options().cores())
            .ours(new ScoreContender("Parquet to scores", context.local(), data, shape.scores(2)));
    if (context.rivals().hasPython()) {
      comparison.rival(
          context.rivals().python("Python loop", "many", data.npy(), sets, shape.datasets()),
          OptionalDouble.empty());
    } else {
      comparison.note("Python loop skipped: no Python has numpy and scikit-learn");
    }
    BenchResult result = comparison.run(context.options().repeats());
    result.facts().put("sets a second (target: >= 100)", sets / result.ours().median());
    return result;
  }
}
