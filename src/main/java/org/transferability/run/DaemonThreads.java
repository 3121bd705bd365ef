package org.transferability.run;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names threads by their work, and lets the process end without waiting for them. */
public final class DaemonThreads {
  private DaemonThreads() {}

  public static ThreadFactory named(String work) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, work + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
