package org.transferability.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transferability.accumulate.Revisit;
import org.transferability.study.EstimatorKind.Input;

/**
 * Restores digits of fits by reading the rows of a set again, where the options ask for it: one
 * Spark job over the same chunks, whose results are merged in chunk order. Thread-safe.
 */
final class SecondPass {
  /** Reads a set again; one array for each revisit. */
  @FunctionalInterface
  interface Reader {
    List<double[]> revisit(FeatureSetPlan plan, Input input, List<Revisit> revisits);
  }

  private final ScoreMethod.Refine when;
  private final Reader reader;

  SecondPass(ScoreMethod.Refine when, Reader reader) {
    this.when = when;
    this.reader = reader;
  }

  /**
   * Refines the fits of a set's groups that need it.
   *
   * @param fits of each group, in order; changed
   */
  void refine(FeatureSetPlan plan, Input input, List<TargetGroup> groups, List<GroupFits> fits) {
    // Labels that come by a shuffle would be shuffled again: their flags stay.
    if (when == ScoreMethod.Refine.NEVER || plan.isShuffled()) {
      return;
    }
    List<Revisit> revisits = new ArrayList<>();
    List<GroupFits> refined = new ArrayList<>();
    for (TargetGroup group : groups) {
      GroupFits ofGroup = fits.get(group.number());
      int[] outputs = plan.targets().layout().outputsOf(group.number());
      Optional<Revisit> revisit = ofGroup.revisit(when, group, outputs);
      if (revisit.isPresent()) {
        revisits.add(revisit.get());
        refined.add(ofGroup);
      }
    }
    if (revisits.isEmpty()) {
      return;
    }
    List<double[]> numbers = reader.revisit(plan.again(), input, revisits);
    for (int i = 0; i < refined.size(); i++) {
      refined.get(i).refine(numbers.get(i));
    }
  }
}
