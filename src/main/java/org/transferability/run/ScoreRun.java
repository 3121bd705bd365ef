package org.transferability.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.transferability.report.ScoreRow;
import org.transferability.run.aggregate.Batch;
import org.transferability.run.aggregate.MomentsRun;
import org.transferability.run.aggregate.ResumedPass;
import org.transferability.run.aggregate.SetMoments;
import org.transferability.run.chunk.RowCounts;
import org.transferability.run.plan.Inventory;
import org.transferability.run.plan.LabelPlanner;
import org.transferability.run.plan.Pass;
import org.transferability.run.plan.PassPlanner;
import org.transferability.run.plan.ScoredSet;
import org.transferability.run.resume.Resume;
import org.transferability.run.scoring.Scoring;
import org.transferability.study.InputException;

/**
 * The flow of one run: plans = plan(sets); moments = aggregate(read, add, merge); scores =
 * score(solve(moments)). Batches of passes run side by side, as many as the options allow, and
 * their moments are solved on the driver while the next ones are read.
 */
public final class ScoreRun {
  /**
   * Moments beyond this are solved by the thread that merged them, so that few are held at once.
   */
  private static final long LARGE_MOMENTS = 32L << 20;

  private final ScoreOptions options;
  private final MomentsRun moments;
  private final Scoring scoring;
  private final Resume resume;
  private final StepTimes times;
  private final Semaphore inFlight;
  private final ExecutorService runners;
  private final ExecutorService solvers;
  private final Semaphore unsolved;
  private final Queue<ScoreRow> rows = new ConcurrentLinkedQueue<>();
  private final Queue<SetRecord> records = new ConcurrentLinkedQueue<>();

  /** Passes whose labels were not as assumed: planned and run once more at the end. */
  private final Queue<Pass> again = new ConcurrentLinkedQueue<>();

  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final LongConsumer progress;

  /** What came of a set, for run.json: its rows, or the reason why it was skipped. */
  record SetRecord(ScoredSet set, RowCounts counts, long labelsWithoutFeatures, String error) {}

  /** Everything that a run brings. */
  public record Result(List<ScoreRow> rows, List<SetRecord> sets) {}

  /**
   * @param progress is told how many sets are done
   */
  public ScoreRun(
      ScoreOptions options,
      MomentsRun moments,
      Scoring scoring,
      Resume resume,
      StepTimes times,
      LongConsumer progress) {
    this.options = options;
    this.moments = moments;
    this.scoring = scoring;
    this.resume = resume;
    this.times = times;
    this.progress = progress;
    this.inFlight = new Semaphore(options.inFlight());
    int cores = Runtime.getRuntime().availableProcessors();
    this.runners = Executors.newFixedThreadPool(options.inFlight(), DaemonThreads.named("moments"));
    this.solvers = Executors.newFixedThreadPool(cores, DaemonThreads.named("solve"));
    this.unsolved = new Semaphore(4 * cores);
  }

  /**
   * Scores every set of the inventory.
   *
   * @throws InputException the first error of the user's, unless the options say to skip
   */
  public Result run(Inventory inventory, LabelPlanner labels, PassPlanner planner)
      throws InterruptedException {
    try (PlanStream plans = new PlanStream(inventory, labels, planner)) {
      List<ResumedPass> packed = new ArrayList<>();
      long bytes = 0;
      int batches = 0;
      for (PlanStream.Planned next = plans.next(); next != null; next = plans.next()) {
        if (next.error() != null) {
          fail(next.set(), next.error());
        }
        for (Pass planned : next.plans()) {
          ResumedPass left = remaining(planned);
          if (left == null) {
            continue;
          }
          Pass plan = left.pass();
          if (plan.isComplete()) {
            start(new Batch(batches, List.of(left)), () -> finished(plan, kept(left)));
            continue;
          }
          long planBytes = plan.momentBytes() * plan.chunks().size();
          if ((!packed.isEmpty() && bytes + planBytes > Batch.MOST_MOMENT_BYTES)
              || packed.size() == Batch.MOST_SETS
              || mustPart(packed, plan)) {
            start(new Batch(batches++, packed));
            packed = new ArrayList<>();
            bytes = 0;
          }
          packed.add(left);
          bytes += planBytes;
        }
        stopOnFailure();
      }
      if (!packed.isEmpty()) {
        start(new Batch(batches, packed));
      }
      awaitRunning();
      for (Pass plan : again) {
        for (Pass seen : replan(plan, planner)) {
          start(new Batch(batches++, List.of(ResumedPass.fresh(seen))));
        }
        stopOnFailure();
      }
      awaitRunning();
      solvers.shutdown();
      while (!solvers.awaitTermination(1, TimeUnit.SECONDS)) {
        stopOnFailure();
      }
      stopOnFailure();
      return new Result(List.copyOf(rows), List.copyOf(records));
    } finally {
      runners.shutdownNow();
      solvers.shutdownNow();
    }
  }

  /**
   * Of the permits in flight, as many as the largest set's moments need: what is held beside each
   * other must fit in half the heap, and a set is held about three times while it is solved (merged
   * moments, the part that comes next, the factor).
   */
  private int share(Batch batch) {
    long largest = batch.plans().stream().mapToLong(Pass::momentBytes).max().orElse(0);
    long perPermit = Runtime.getRuntime().maxMemory() / 2 / options.inFlight();
    return (int) Math.max(1, Math.min(options.inFlight(), 3 * largest / Math.max(1, perPermit)));
  }

  private static boolean mustPart(List<ResumedPass> packed, Pass next) {
    return !packed.isEmpty() && (next.isAlone() || packed.get(0).pass().isAlone());
  }

  /** The plan with what is left to read, or null if what is stored cannot be used. */
  private ResumedPass remaining(Pass plan) {
    try {
      return resume.remaining(plan);
    } catch (InputException e) {
      moments.release(plan);
      fail(plan.set(), e);
      return null;
    }
  }

  /** The passes over a set after its labels were looked at: none of them assumes anything. */
  private List<Pass> replan(Pass plan, PassPlanner planner) {
    try {
      List<Pass> plans = planner.plan(plan.set(), plan.labels());
      plans.forEach(seen -> seen.labels().retain());
      return plans;
    } catch (InputException e) {
      fail(plan.set(), e);
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      moments.release(plan);
    }
  }

  private static MomentsRun.Outcome kept(ResumedPass left) {
    try {
      return new MomentsRun.Outcome.Done(left.kept().get());
    } catch (InputException e) {
      return new MomentsRun.Outcome.Failed(e);
    }
  }

  private void start(Batch batch) throws InterruptedException {
    start(batch, () -> moments.run(batch, this::finished));
  }

  /** What a runner does for a batch. */
  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }

  private void start(Batch batch, Work work) throws InterruptedException {
    int share = share(batch);
    inFlight.acquire(share);
    stopOnFailure();
    running.removeIf(Future::isDone);
    running.add(
        runners.submit(
            () -> {
              try {
                long start = System.nanoTime();
                work.run();
                times.addSince("moments", start);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
              } finally {
                inFlight.release(share);
              }
            }));
  }

  private void finished(Pass plan, MomentsRun.Outcome outcome) {
    stopOnFailure();
    if (outcome instanceof MomentsRun.Outcome.NotAsAssumed) {
      lookAgain(plan);
      return;
    }
    if (outcome instanceof MomentsRun.Outcome.Failed failed) {
      moments.release(plan);
      fail(plan.set(), failed.error());
      return;
    }
    SetMoments merged = ((MomentsRun.Outcome.Done) outcome).moments();
    if (plan.momentBytes() > LARGE_MOMENTS) {
      solve(plan, merged);
      return;
    }
    unsolved.acquireUninterruptibly();
    solvers.execute(
        () -> {
          try {
            solve(plan, merged);
          } finally {
            unsolved.release();
          }
        });
  }

  private void lookAgain(Pass plan) {
    try {
      plan.labels().look();
      again.add(plan);
    } catch (InputException e) {
      moments.release(plan);
      fail(plan.set(), e);
    }
  }

  private void solve(Pass plan, SetMoments merged) {
    try {
      long start = System.nanoTime();
      resume.keep(plan, merged);
      times.addSince("keep", start);
      start = System.nanoTime();
      rows.addAll(scoring.score(plan, merged));
      times.addSince("solve", start);
      times.add("read (task time)", merged.counts().readNanos());
      times.add("accumulate (task time)", merged.counts().accumulateNanos());
      times.add("merge", merged.counts().mergeNanos());
      records.add(new SetRecord(plan.set(), merged.counts(), merged.labelsWithoutFeatures(), null));
      progress.accept(1);
    } catch (InputException e) {
      failIn(plan, e);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      moments.release(plan);
    }
  }

  private void failIn(Pass plan, InputException error) {
    try {
      fail(plan.set(), error);
    } catch (InputException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void fail(ScoredSet set, InputException error) {
    if (options.onError() == ScoreOptions.OnError.STOP) {
      throw error;
    }
    records.add(new SetRecord(set, RowCounts.NONE, 0, error.getMessage()));
    progress.accept(1);
  }

  private void stopOnFailure() {
    Throwable cause = failure.get();
    if (cause instanceof InputException error) {
      throw error;
    }
    if (cause != null) {
      throw new IllegalStateException(cause.getMessage(), cause);
    }
  }

  private void awaitRunning() throws InterruptedException {
    for (Future<?> batch : running) {
      try {
        batch.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    stopOnFailure();
  }
}
