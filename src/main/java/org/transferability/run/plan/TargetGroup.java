package org.transferability.run.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The targets of a layout that are present in the same rows, and so share their fits.
 *
 * @param number of the group in the layout
 * @param targets in order; the outputs of the columns stand side by side
 */
public record TargetGroup(int number, List<TargetSlice> targets) {
  /** All groups of a layout, in order. */
  public static List<TargetGroup> of(TargetLayout layout) {
    return IntStream.range(0, layout.layout().groups())
        .mapToObj(
            g ->
                new TargetGroup(
                    g, layout.targets().stream().filter(target -> target.group() == g).toList()))
        .toList();
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
