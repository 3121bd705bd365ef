package org.transferability.job.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.util.SignalUtils;
import org.transferability.run.DaemonThreads;

/**
 * SIGTERM and SIGINT as an interruption of the job's thread, so that the job ends as it ends on any
 * error: what it wrote is removed, what it keeps is closed, Spark stops. A second signal, or a job
 * that does not end in time, ends the process through its shutdown hooks.
 */
final class Interruption {
  private static final long SECONDS_TO_END = 15;

  private final Thread job;
  private final AtomicBoolean requested = new AtomicBoolean();

  private Interruption(Thread job) {
    this.job = job;
  }

  /** Lets signals interrupt the calling thread from now on, to the end of the process. */
  static Interruption ofThisThread() {
    Interruption interruption = new Interruption(Thread.currentThread());
    for (String signal : new String[] {"TERM", "INT"}) {
      SignalUtils.register(signal, interruption::request);
    }
    return interruption;
  }

  /** Whether a signal has arrived. */
  boolean isRequested() {
    return requested.get();
  }

  /** Runs on a thread of the JVM; true means that the signal was handled. */
  private Boolean request() {
    if (requested.compareAndSet(false, true)) {
      DaemonThreads.named("interruption").newThread(this::insist).start();
      job.interrupt();
    } else {
      // not on the JVM's signal thread: exit waits for the hooks
      DaemonThreads.named("exit").newThread(() -> System.exit(ExitCode.INTERRUPTED)).start();
    }
    return true;
  }

  private void insist() {
    try {
      TimeUnit.SECONDS.sleep(SECONDS_TO_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.exit(ExitCode.INTERRUPTED);
  }
}
