package org.transferability.job;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * What runs send to the driver, and how much heap this process uses, from the start of watching.
 */
final class RunMemory extends SparkListener implements AutoCloseable {
  private final AtomicLong sent = new AtomicLong();

  private final SparkContext context;

  private RunMemory(SparkContext context) {
    this.context = context;
  }

  static RunMemory watch(SparkSession spark) {
    RunMemory memory = new RunMemory(spark.sparkContext());
    memory.context.addSparkListener(memory);
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    return memory;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskMetrics() != null) {
      sent.addAndGet(end.taskMetrics().resultSize());
    }
  }

  /** Results of tasks, on average over the given number of runs; 10^6 bytes. */
  double megabytesSent(int runs) {
    return sent.get() / 1e6 / runs;
  }

  /** Sum of the peaks of all heap pools, so an upper bound, in MB. */
  long mostHeapMegabytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        / 1_000_000;
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
