package org.transferability.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import org.apache.commons.lang3.function.FailableRunnable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.transferability.report.ScoreRow;
import org.transferability.run.aggregate.Batch;
import org.transferability.run.aggregate.BatchPacker;
import org.transferability.run.aggregate.MomentsRun;
import org.transferability.run.aggregate.ResumedPass;
import org.transferability.run.aggregate.SetMoments;
import org.transferability.run.chunk.RowCounts;
import org.transferability.run.plan.Inventory;
import org.transferability.run.plan.LabelPlanner;
import org.transferability.run.plan.Pass;
import org.transferability.run.plan.PassPlanner;
import org.transferability.run.plan.ScoredSet;
import org.transferability.run.plan.Surveys;
import org.transferability.run.resume.Resume;
import org.transferability.run.scoring.Scoring;
import org.transferability.run.scoring.SecondPass;
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

  private static final Inventory NOTHING = new Inventory(List.of(), Map.of(), List.of());

  private final ScoreOptions options;
  private final LabelPlanner labels;
  private final PassPlanner planner;
  private final MomentsRun moments;
  private final Scoring scoring;
  private final Resume resume;
  private final StepTimes times;
  private final WorkQueue queue;
  private final BatchPacker packer = new BatchPacker();
  private final Queue<ScoreRow> rows = new ConcurrentLinkedQueue<>();
  private final Queue<SetRecord> records = new ConcurrentLinkedQueue<>();

  /** Passes whose labels were not as assumed: planned and run once more at the end. */
  private final Queue<Pass> again = new ConcurrentLinkedQueue<>();

  private final LongConsumer progress;
  private SampleReport sample;

  /**
   * The result of a set, for run.json.
   *
   * @param error why it was skipped, or null
   * @param sampled whether a race read only some of its rows
   */
  public record SetRecord(
      ScoredSet set,
      RowCounts counts,
      long labelsWithoutFeatures,
      @Nullable String error,
      boolean sampled) {
    /** The same result of a set of which a race read a sample. */
    public SetRecord ofSample(ScoredSet whole) {
      return new SetRecord(whole, counts, labelsWithoutFeatures, error, true);
    }
  }

  /**
   * Everything that a run brings.
   *
   * @param warnings what a reader of the scores should know of how the passes were planned
   * @param doubts where what a sample assumes is not true, in sentences
   * @param sample by dataset what a sample has of it; empty without one
   * @param race how a race went, if there was one
   */
  public record Result(
      List<ScoreRow> rows,
      List<SetRecord> sets,
      List<String> warnings,
      List<String> doubts,
      Map<String, Object> sample,
      Optional<RaceResult> race) {
    /** Of no sets. */
    public static final Result NONE =
        new Result(List.of(), List.of(), List.of(), List.of(), Map.of(), Optional.empty());
  }

  /**
   * Prepares one run.
   *
   * @param moments runs the Spark jobs
   * @param resume what is kept between runs
   * @param progress receives the number of sets that are done
   */
  public ScoreRun(
      ScoreOptions options,
      Configuration conf,
      MomentsRun moments,
      Resume resume,
      StepTimes times,
      LongConsumer progress) {
    this.options = options;
    this.moments = moments;
    this.resume = resume;
    this.times = times;
    this.progress = progress;
    this.sample = new SampleReport(options.study().sample(), NOTHING);
    Surveys surveys = moments.surveys();
    this.labels =
        new LabelPlanner(
            options.planSettings(),
            conf,
            surveys,
            moments.commonRows(options.study().columns().id()));
    this.planner = new PassPlanner(options.planSettings(), conf, surveys);
    SecondPass secondPass = new SecondPass(options.method().refine(), moments::revisit);
    this.queue = new WorkQueue(options.inFlight());
    this.scoring =
        new Scoring(
            options.study(), options.method(), secondPass, options.precision(), queue::help);
  }

  /**
   * Scores every set of the inventory.
   *
   * @throws InputException the first error of the user's, unless the options say to skip
   */
  public Result run(Inventory inventory) throws InterruptedException {
    sample = new SampleReport(options.study().sample(), inventory);
    try (queue;
        PlanStream plans = new PlanStream(inventory, labels, planner)) {
      for (PlanStream.@Nullable Planned next = plans.next(); next != null; next = plans.next()) {
        for (Pass planned : passes(next)) {
          startWhatIsLeft(planned);
        }
        queue.stopOnFailure();
      }
      startIfPresent(packer.rest());
      queue.awaitRunners();
      for (Pass plan : again) {
        for (Pass seen : replan(plan)) {
          start(packer.alone(ResumedPass.fresh(seen)));
        }
        queue.stopOnFailure();
      }
      queue.awaitAll();
      List<String> warnings = new ArrayList<>(labels.warnings());
      warnings.addAll(planner.warnings());
      warnings.addAll(sample.notices());
      return new Result(
          sample.flagged(List.copyOf(rows)),
          List.copyOf(records),
          warnings,
          sample.doubts(),
          sample.describe(),
          Optional.empty());
    }
  }

  private List<Pass> passes(PlanStream.Planned next) {
    try {
      return next.passes();
    } catch (InputException e) {
      fail(next.set(), e);
      return List.of();
    }
  }

  private void startWhatIsLeft(Pass planned) throws InterruptedException {
    ResumedPass left;
    try {
      left = resume.remaining(planned);
    } catch (InputException e) { // the state cannot be used
      moments.release(planned);
      fail(planned.set(), e);
      return;
    }
    if (left.pass().isComplete()) {
      start(packer.alone(left), () -> finished(left.pass(), kept(left)));
    } else {
      startIfPresent(packer.add(left));
    }
  }

  /** The passes over a set after its labels were looked at: none of them assumes anything. */
  private List<Pass> replan(Pass plan) {
    try {
      List<Pass> plans = planner.plan(plan.set(), plan.labels());
      plans.forEach(seen -> seen.joinedLabels().retain());
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
      return new MomentsRun.Outcome.Done(left.keptMoments());
    } catch (InputException e) {
      return new MomentsRun.Outcome.Failed(e);
    }
  }

  private void startIfPresent(Optional<Batch> batch) throws InterruptedException {
    if (batch.isPresent()) {
      start(batch.get());
    }
  }

  private void start(Batch batch) throws InterruptedException {
    start(batch, () -> moments.run(batch, this::finished));
  }

  private void start(Batch batch, FailableRunnable<InterruptedException> work)
      throws InterruptedException {
    queue.start(
        share(batch),
        () -> {
          long start = System.nanoTime();
          work.run();
          times.addSince("moments", start);
        });
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

  private void finished(Pass plan, MomentsRun.Outcome outcome) {
    queue.stopOnFailure();
    if (outcome instanceof MomentsRun.Outcome.NotAsAssumed) {
      lookAgain(plan);
    } else if (outcome instanceof MomentsRun.Outcome.Failed failed) {
      moments.release(plan);
      fail(plan.set(), failed.error());
    } else if (outcome instanceof MomentsRun.Outcome.Done done) {
      if (plan.momentBytes() > LARGE_MOMENTS) {
        solve(plan, done.moments());
      } else {
        queue.solve(() -> solve(plan, done.moments()));
      }
    }
  }

  private void lookAgain(Pass plan) {
    try {
      plan.joinedLabels().look();
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
      sample.add(plan, merged);
      times.addSince("keep", start);
      start = System.nanoTime();
      rows.addAll(scoring.score(plan, merged.accumulated(plan)));
      times.addSince("solve", start);
      times.add("read (task time)", merged.counts().readNanos());
      times.add("accumulate (task time)", merged.counts().accumulateNanos());
      times.add("merge", merged.counts().mergeNanos());
      records.add(
          new SetRecord(plan.set(), merged.counts(), merged.labelsWithoutFeatures(), null, false));
      progress.accept(1);
    } catch (InputException e) {
      fail(plan.set(), e);
    } finally {
      moments.release(plan);
    }
  }

  private void fail(ScoredSet set, InputException error) {
    if (options.onError() == ScoreOptions.OnError.STOP) {
      throw error;
    }
    records.add(new SetRecord(set, RowCounts.NONE, 0, error.getMessage(), false));
    progress.accept(1);
  }
}
