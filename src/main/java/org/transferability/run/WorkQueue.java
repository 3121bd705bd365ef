package org.transferability.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.lang3.function.FailableRunnable;
import org.transferability.study.InputException;

/**
 * Two pools of threads: runners, which wait for Spark jobs side by side, and solvers, one for each
 * core. The first failure in either is thrown to whoever uses the queue next.
 */
final class WorkQueue implements AutoCloseable {
  private final Semaphore permits;
  private final ExecutorService runners;
  private final ExecutorService solvers;
  private final Semaphore unsolved;
  private final int cores;
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * @param permits that runners share; as many works run side by side if each takes one
   */
  WorkQueue(int permits) {
    this.permits = new Semaphore(permits);
    this.cores = Runtime.getRuntime().availableProcessors();
    this.runners = Executors.newFixedThreadPool(permits, DaemonThreads.named("moments"));
    this.solvers = Executors.newFixedThreadPool(cores, DaemonThreads.named("solve"));
    this.unsolved = new Semaphore(unsolvedPermits());
  }

  /**
   * Waits for permits, and starts the work on a runner. One thread may call this.
   *
   * @param share permits that the work takes
   */
  void start(int share, FailableRunnable<InterruptedException> work) throws InterruptedException {
    permits.acquire(share);
    stopOnFailure();
    running.removeIf(Future::isDone);
    running.add(runners.submit(() -> run(work, permits, share)));
  }

  /** Leaves the work to a solver; waits while many have not been begun. Any thread. */
  void solve(FailableRunnable<InterruptedException> work) {
    unsolved.acquireUninterruptibly();
    solvers.execute(() -> run(work, unsolved, 1));
  }

  private int unsolvedPermits() {
    return 4 * cores;
  }

  /**
   * Runs the tasks of one set, with the help of solvers that have nothing else to do. A set that is
   * alone has all cores; if there are many sets, they run side by side instead. Any thread.
   *
   * @param bytes memory of each running task, which limits their number to a quarter of the heap
   */
  void help(List<Runnable> tasks, long bytes) {
    SharedTasks shared = new SharedTasks(tasks);
    long room = Runtime.getRuntime().maxMemory() / 4 / Math.max(1, bytes);
    long helpers = Math.min(Math.min(cores, tasks.size()), room) - 1;
    for (long i = 0; i < helpers; i++) {
      try {
        solvers.execute(shared::take);
      } catch (RejectedExecutionException e) { // the run has failed elsewhere
        break;
      }
    }
    shared.take();
    shared.finish();
  }

  private void run(FailableRunnable<InterruptedException> work, Semaphore taken, int share) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      taken.release(share);
    }
  }

  /** Throws the first failure of any work, if there was one. */
  void stopOnFailure() {
    Throwable cause = failure.get();
    if (cause instanceof InputException error) {
      throw error;
    }
    if (cause != null) {
      throw new IllegalStateException(cause.getMessage(), cause);
    }
  }

  void awaitRunners() throws InterruptedException {
    for (Future<?> work : running) {
      try {
        work.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    stopOnFailure();
  }

  /** Waits until all runners and solvers have ended; nothing can be solved after this. */
  void awaitAll() throws InterruptedException {
    awaitRunners();
    while (!unsolved.tryAcquire(unsolvedPermits(), 1, TimeUnit.SECONDS)) { // solvers help others
      stopOnFailure();
    }
    solvers.shutdown();
    stopOnFailure();
  }

  @Override
  public void close() {
    runners.shutdownNow();
    solvers.shutdownNow();
  }
}
