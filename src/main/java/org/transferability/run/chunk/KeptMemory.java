package org.transferability.run.chunk;

import java.util.concurrent.Semaphore;

/**
 * Half of this process's heap, for tasks that keep the rows of a set: a task waits while the others
 * keep too many. One that needs more than that runs alone.
 */
final class KeptMemory implements AutoCloseable {
  private static final int ALL = (int) Math.max(1, Runtime.getRuntime().maxMemory() >> 21); // MB
  private static final Semaphore FREE = new Semaphore(ALL, true);

  private final int taken;

  private KeptMemory(int taken) {
    this.taken = taken;
  }

  /** Waits for memory; a few megabytes need not be waited for. */
  static KeptMemory of(long bytes) {
    int taken = (int) Math.min(ALL, bytes >> 20);
    FREE.acquireUninterruptibly(taken);
    return new KeptMemory(taken);
  }

  @Override
  public void close() {
    FREE.release(taken);
  }
}
