package org.transferability.run.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The targets of a layout that are present in the same rows, and so share their fits.
 *
 * @param number of the group in the layout
 * @param targets in order; the outputs of the columns stand side by side
 */
public record TargetGroup(int number, List<TargetSlice> targets) {
  /** All groups of a layout, in order. */
  public static List<TargetGroup> of(TargetLayout layout) {
    List<List<TargetSlice>> groups = new ArrayList<>();
    for (int g = 0; g < layout.layout().groups(); g++) {
      groups.add(new ArrayList<>());
    }
    layout.targets().forEach(target -> groups.get(target.group()).add(target));
    List<TargetGroup> all = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      all.add(new TargetGroup(g, List.copyOf(groups.get(g))));
    }
    return List.copyOf(all);
  }

  /** The same group with each output of a list as a further target, after all columns. */
  public TargetGroup withOutputs() {
    List<TargetSlice> all = new ArrayList<>(targets);
    for (TargetSlice target : targets) {
      for (int k = 0; k < target.width() && target.width() > 1; k++) {
        all.add(target.output(k));
      }
    }
    return new TargetGroup(number, List.copyOf(all));
  }

  /** A target's first output among those of the group. */
  public int firstOutput(TargetSlice target) {
    return target.firstOutput() - targets.get(0).firstOutput();
  }
}
