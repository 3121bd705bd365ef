package org.transferability.job;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a case brought.
 *
 * @param name of the case, then of the part
 * @param work what all contenders did
 * @param ours our times, no run if the job could not do it
 * @param rows rows of features that were read
 * @param bytes float32 bytes of those
 * @param flops n d (d + 2 Q) of all sets
 * @param steps our seconds by step
 * @param facts anything else that was measured
 * @param notes what was skipped and why
 */
record BenchResult(
    String name,
    String work,
    int cores,
    Timed ours,
    long rows,
    long bytes,
    double flops,
    Map<String, Double> steps,
    List<Rival> rivals,
    Map<String, Object> facts,
    List<String> notes) {

  /**
   * A rival's times.
   *
   * @param target least ratio that is asked for, if any
   */
  record Rival(Timed timed, OptionalDouble target) {
    /** How many times as long as ours it took. */
    double ratio(Timed ours) {
      return timed.median() / ours.median();
    }

    double cpuRatio(Timed ours) {
      return timed.medianCpu() / ours.medianCpu();
    }
  }

  double gigaflopsPerCore() {
    return flops / ours.median() / cores / 1e9;
  }
}
