package org.transferability.run;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of one set that its own thread and idle threads take in turn. The own thread never waits
 * for a thread to become free: it does what no other thread has taken.
 */
final class SharedTasks {
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch running;
  private final AtomicReferenceArray<@Nullable Runnable> tasks;
  private final AtomicReferenceArray<@Nullable Throwable> failures;

  SharedTasks(List<Runnable> tasks) {
    this.tasks = new AtomicReferenceArray<>(tasks.toArray(Runnable[]::new));
    this.failures = new AtomicReferenceArray<>(tasks.size());
    this.running = new CountDownLatch(tasks.size());
  }

  /** Takes tasks until none is left; an idle thread that comes late finds none. */
  void take() {
    for (int i = next.getAndIncrement(); i < tasks.length(); i = next.getAndIncrement()) {
      @Nullable Runnable task = tasks.getAndSet(i, null); // a late thread must not hold its memory
      try {
        if (task != null) {
          task.run();
        }
      } catch (RuntimeException | Error e) {
        failures.set(i, e);
      } finally {
        running.countDown();
      }
    }
  }

  /** Waits for what other threads have taken, and throws the first failure in the list. */
  void finish() {
    awaitUninterruptibly();
    for (int i = 0; i < failures.length(); i++) {
      @Nullable Throwable failure = failures.get(i);
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }
  }

  private void awaitUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        running.await();
        break;
      } catch (InterruptedException e) { // the tasks compute, and end by themselves
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
