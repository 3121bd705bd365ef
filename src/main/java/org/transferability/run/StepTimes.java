package org.transferability.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Seconds by step; steps that overlap count in each. Safe to use from several threads. */
public final class StepTimes {
  private static final List<String> ORDER =
      List.of(
          "copy tables",
          "list",
          "read", // of jobs/evaluate, which reads tables and evaluates them
          "moments",
          "read (task time)",
          "accumulate (task time)",
          "merge",
          "keep",
          "solve",
          "evaluate",
          "report");

  private final Map<String, LongAdder> nanos = new LinkedHashMap<>();

  /** Adds the time since {@code start}, a value of {@link System#nanoTime}. */
  public void addSince(String step, long start) {
    add(step, System.nanoTime() - start);
  }

  void add(String step, long duration) {
    LongAdder adder;
    synchronized (nanos) {
      adder = nanos.computeIfAbsent(step, s -> new LongAdder());
    }
    adder.add(duration);
  }

  /** Seconds by step, in the order of the flow; other steps follow as they first ended. */
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    synchronized (nanos) {
      ORDER.stream().filter(nanos::containsKey).forEach(step -> seconds.put(step, 0.0));
      nanos.forEach((step, sum) -> seconds.put(step, sum.sum() / 1e9));
    }
    return seconds;
  }
}
