package org.transferability.run;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.commons.lang3.function.Failable;
import org.apache.commons.lang3.function.FailableSupplier;
import org.jspecify.annotations.Nullable;
import org.transferability.read.tree.TargetFiles;
import org.transferability.run.plan.DatasetLabels;
import org.transferability.run.plan.Inventory;
import org.transferability.run.plan.LabelPlanner;
import org.transferability.run.plan.Pass;
import org.transferability.run.plan.PassPlanner;
import org.transferability.run.plan.ScoredSet;
import org.transferability.study.InputException;

/**
 * Plans the sets of an inventory ahead of their use, in order, on a few threads: labels and footers
 * are waited for side by side, and no more than a window of sets holds labels in memory.
 */
final class PlanStream implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int WINDOW = 256;

  private final Inventory inventory;
  private final LabelPlanner labelPlanner;
  private final PassPlanner planner;
  private final Iterator<ScoredSet> sets;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, DaemonThreads.named("plan"));
  private final Map<String, List<ScoredSet>> joinedOfDataset;
  private final Deque<Planned> window = new ArrayDeque<>();
  private String dataset = "";
  private CompletableFuture<DatasetLabels> labels = new CompletableFuture<>();

  /** A set, and its passes when they are planned. */
  record Planned(ScoredSet set, CompletableFuture<List<Pass>> planning) {
    /** Waits for the planning; throws the user's error that ended it. */
    List<Pass> passes() {
      try {
        return planning.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof InputException error) {
          throw error;
        }
        throw e;
      }
    }
  }

  PlanStream(Inventory inventory, LabelPlanner labelPlanner, PassPlanner planner) {
    this.labelPlanner = labelPlanner;
    this.inventory = inventory;
    this.planner = planner;
    this.sets = inventory.sets().iterator();
    this.joinedOfDataset =
        inventory.sets().stream()
            .filter(set -> !set.isSharedLabels())
            .collect(Collectors.groupingBy(ScoredSet::dataset));
  }

  /** The next set in order, or null at the end. */
  @Nullable Planned next() {
    while (window.size() < WINDOW && sets.hasNext()) {
      window.add(start(sets.next()));
    }
    return window.poll();
  }

  private Planned start(ScoredSet set) {
    if (set.isSharedLabels() || inventory.labels().isEmpty()) {
      return new Planned(set, async(() -> planner.plan(set, null)));
    }
    if (!set.dataset().equals(dataset)) {
      dataset = set.dataset();
      TargetFiles files = Objects.requireNonNull(inventory.labels().get(dataset), dataset);
      List<ScoredSet> joined = joinedOfDataset.getOrDefault(dataset, List.of());
      List<String> targets =
          joined.stream().flatMap(s -> s.targets().stream()).distinct().sorted().toList();
      labels = async(() -> labelPlanner.labels(files, targets, joined));
    }
    return new Planned(
        set,
        labels.thenCompose(
            table ->
                async(
                    () -> {
                      List<Pass> plans = planner.plan(set, table);
                      plans.forEach(plan -> table.retain());
                      return plans;
                    })));
  }

  private <T> CompletableFuture<T> async(FailableSupplier<T, IOException> work) {
    return CompletableFuture.supplyAsync(Failable.asSupplier(work), threads);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
