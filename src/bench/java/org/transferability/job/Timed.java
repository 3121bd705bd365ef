package org.transferability.job;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
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

  /**
   * How often a contender runs.
   *
   * @param mostWarmUps runs before those that are timed, if it is not warm earlier
   */
  record Repeats(int timed, int mostWarmUps) {}

  private static final int FEWEST_WARM_UPS = 2;

  /** A contender is warm when compiling takes less than this part of its CPU time. */
  private static final double COMPILING = 0.05;

  /**
   * Times contenders in turn, A B A B ..., so that a busy minute hits all of them. Each is warmed
   * up before, until the compiler of this JVM has next to nothing left to do in one of its runs.
   */
  static List<Timed> interleaved(List<? extends Contender> contenders, Repeats repeats)
      throws Exception {
    List<List<Contender.Run>> runs = new ArrayList<>();
    for (Contender contender : contenders) {
      runs.add(new ArrayList<>());
      warmUp(contender, repeats.mostWarmUps());
    }
    for (int i = 0; i < repeats.timed(); i++) {
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

  private static void warmUp(Contender contender, int most) throws Exception {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    boolean warm = false;
    for (int i = 0; i < most && !warm; i++) {
      long before = compiler.getTotalCompilationTime();
      Contender.Run run = contender.run();
      double compiling = (compiler.getTotalCompilationTime() - before) / 1000.0;
      warm = i + 1 >= FEWEST_WARM_UPS && compiling < COMPILING * run.cpuSeconds();
    }
  }
}
