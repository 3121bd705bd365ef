package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.function.TriFunction;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.Revisit;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.run.plan.Pass;
import org.transferability.study.EstimatorKind.Input;

/**
 * Restores digits of fits by reading the rows of a set again, where the options ask for it: one
 * Spark job over the same chunks, whose results are merged in chunk order. Thread-safe.
 *
 * @param reader reads a set again; one array for each revisit
 */
public record SecondPass(
    ScoreMethod.Refine when, TriFunction<Pass, Input, List<Revisit>, List<double[]>> reader) {
  /**
   * Refines the scores of a set's groups that need it.
   *
   * @param reduced the rows that the scores are of, if they are at hand; else they are read again
   * @param groups scored from moments; changed
   * @return scores of the groups whose rows were factorised, still to be made without each fold
   */
  List<FoldedScores> refine(
      Pass plan, Input input, Optional<ReducedRows> reduced, List<GroupScoring> groups) {
    // Labels that come by a shuffle would be shuffled again: their flags stay.
    // The rows of a split that are not fitted would be read too: the flags stay.
    // Products in float32 were asked for knowing what they cost: the flags say it.
    boolean chosen = plan.precision() == Precision.MIXED && when == ScoreMethod.Refine.AUTO;
    boolean split = plan.folds().areGiven() && plan.folds().values().isSplit();
    boolean leaves = reduced.isEmpty() && (chosen || plan.isShuffled());
    if (when == ScoreMethod.Refine.NEVER || leaves || split) {
      return List.of();
    }
    List<Revisit> revisits = new ArrayList<>();
    List<GroupScoring> refined = new ArrayList<>();
    for (GroupScoring group : groups) {
      int[] outputs = plan.targets().layout().outputsOf(group.number());
      Optional<Revisit> revisit = group.revisit(when, outputs);
      if (revisit.isPresent()) {
        revisits.add(revisit.get());
        refined.add(group);
      }
    }
    if (revisits.isEmpty()) {
      return List.of();
    }
    List<double[]> numbers =
        reduced.isPresent()
            ? reduced.get().revisit(revisits)
            : reader.apply(plan.whole(), input, revisits);
    List<FoldedScores> factorised = new ArrayList<>();
    for (int i = 0; i < refined.size(); i++) {
      refined.get(i).refine(revisits.get(i), numbers.get(i)).ifPresent(factorised::add);
    }
    return factorised;
  }
}
