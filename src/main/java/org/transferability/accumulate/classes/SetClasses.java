package org.transferability.accumulate.classes;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.transferability.run.plan.ClassMemory;
import org.transferability.run.plan.ScoredSet;
import org.transferability.run.plan.TargetLayout;
import org.transferability.run.plan.TargetSlice;
import org.transferability.study.EstimatorKind.Input;

/**
 * The classes of labels that a pass tells apart, in the order of its targets.
 *
 * @param features what is kept of the features of each class, or null: nothing
 * @param predictions what is kept of the predictions, or null
 */
public record SetClasses(ClassLayout features, ClassLayout predictions) implements Serializable {

  public static SetClasses of(ScoredSet set, TargetLayout targets, OptionalInt perOutput) {
    return new SetClasses(
        layout(targets, perOutput, ClassMemory.keep(set, Input.FEATURES)),
        layout(targets, perOutput, ClassMemory.keep(set, Input.PREDICTIONS)));
  }

  /** Whether none are. */
  public boolean areNone() {
    return features == null && predictions == null;
  }

  private static ClassLayout layout(
      TargetLayout targets, OptionalInt perOutput, ClassLayout.Keep keep) {
    if (keep == null) {
      return null;
    }
    List<LabelBins> bins = new ArrayList<>();
    List<Integer> groups = new ArrayList<>();
    for (TargetSlice target : targets.targets()) {
      bins.add(target.bins(perOutput));
      groups.add(target.group());
    }
    return new ClassLayout(bins, groups, keep);
  }

  /** Bytes of the features' classes that each chunk sends to the driver, at most. */
  public double bytes(TargetLayout targets, int width) {
    double bytes = 0;
    for (int t = 0; features != null && t < targets.targets().size(); t++) {
      long rows = targets.targets().get(t).rows();
      bytes += ClassLayout.bytes(features.targets().get(t), (double) rows, width, features.keep());
    }
    return bytes;
  }
}
