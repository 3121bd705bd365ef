package org.transferability.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the operating system reports of this process and of the machine. */
final class ProcessClock {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ProcessClock() {}

  /** CPU time of all threads of this process. */
  static long cpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }

  /** Runnable threads on the machine, averaged over a minute. */
  static double load() {
    return SYSTEM.getSystemLoadAverage();
  }

  static double memoryGib() {
    return SYSTEM.getTotalMemorySize() / (double) (1 << 30);
  }
}
