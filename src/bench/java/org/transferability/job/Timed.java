package org.transferability.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All times of one contender. */
record Timed(String name, List<Contender.Run> runs) {
  double median() {
    return median(runs.stream().mapToDouble(Contender.Run::seconds).toArray());
  }

  double medianCpu() {
    return median(runs.stream().mapToDouble(Contender.Run::cpuSeconds).toArray());
  }

  double fastest() {
    return runs.stream().mapToDouble(Contender.Run::seconds).min().orElse(Double.NaN);
  }

  double slowest() {
    return runs.stream().mapToDouble(Contender.Run::seconds).max().orElse(Double.NaN);
  }

  /** The middle one, or the mean of the middle two. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** Times contenders in turn, A B A B ..., so that a busy minute hits all of them. */
  static List<Timed> interleaved(List<? extends Contender> contenders, int warmUps, int repeats)
      throws Exception {
    List<List<Contender.Run>> runs = new ArrayList<>();
    for (Contender contender : contenders) {
      runs.add(new ArrayList<>());
      for (int i = 0; i < warmUps; i++) {
        contender.run();
      }
    }
    for (int i = 0; i < repeats; i++) {
      for (int c = 0; c < runs.size(); c++) {
        runs.get(c).add(contenders.get(c).run());
      }
    }
    List<Timed> timed = new ArrayList<>();
    for (int c = 0; c < runs.size(); c++) {
      timed.add(new Timed(contenders.get(c).name(), List.copyOf(runs.get(c))));
    }
    return timed;
  }
}
