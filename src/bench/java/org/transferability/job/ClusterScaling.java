package org.transferability.job;

import java.util.ArrayList;
import java.util.List;

/** The same work on one and two executors of a standalone cluster: processes of this machine. */
final class ClusterScaling {
  private ClusterScaling() {}

  static List<BenchResult> run(BenchCases.Context context, int rows) throws Exception {
    List<BenchResult> results = new ArrayList<>();
    for (int executors = 1; executors <= 2; executors++) {
      context.sessions().close();
      try (LocalCluster cluster = LocalCluster.start(context.home(), executors)) {
        results.addAll(
            BenchCases.series(
                context,
                "executors-" + executors,
                context.sessions().on(cluster),
                executors,
                List.of(BenchShape.wide(rows, 1024))));
        context.sessions().close();
      }
    }
    return Scaling.relative(results);
  }
}
