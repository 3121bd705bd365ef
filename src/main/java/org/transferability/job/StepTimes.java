package org.transferability.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Seconds by step; steps that overlap count in each. Safe to use from several threads. */
final class StepTimes {
  private final Map<String, LongAdder> nanos = new LinkedHashMap<>();

  /** Adds the time since {@code start}, a value of {@link System#nanoTime}. */
  void addSince(String step, long start) {
    add(step, System.nanoTime() - start);
  }

  void add(String step, long duration) {
    LongAdder adder;
    synchronized (nanos) {
      adder = nanos.computeIfAbsent(step, s -> new LongAdder());
    }
    adder.add(duration);
  }

  /** Seconds by step, in the order in which steps first ended. */
  Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    synchronized (nanos) {
      nanos.forEach((step, sum) -> seconds.put(step, sum.sum() / 1e9));
    }
    return seconds;
  }
}
