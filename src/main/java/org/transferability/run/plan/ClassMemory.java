package org.transferability.run.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.classes.ClassLayout;
import org.transferability.accumulate.classes.LabelBins;
import org.transferability.accumulate.classes.SetClasses;
import org.transferability.read.label.LabelSurvey;
import org.transferability.study.EstimatorKind;
import org.transferability.study.InputException;

/**
 * What the classes of labels take of a task's memory, and how much there may be: a set whose
 * targets need more is read in several passes, a target that needs more by itself is refused.
 *
 * @param set the set that is scored
 * @param perOutput bins of each output, if not the usual ones
 * @param width features of a row
 * @param limit bytes for the classes of one pass
 */
public record ClassMemory(ScoredSet set, OptionalInt perOutput, int width, double limit) {
  /** Beside the moments; the driver holds two such parts while it merges. */
  private static final double SHARE_OF_HEAP = 0.15;

  private static final double MOST = 512L << 20;

  static ClassMemory of(ScoredSet set, OptionalInt perOutput, int width) {
    double heap = Runtime.getRuntime().maxMemory();
    return new ClassMemory(set, perOutput, width, Math.min(MOST, SHARE_OF_HEAP * heap));
  }

  /** Targets of one group, cut into lists that fit the limit each. */
  List<List<LabelSurvey.Target>> parts(List<LabelSurvey.Target> members) {
    List<List<LabelSurvey.Target>> parts = new ArrayList<>();
    List<LabelSurvey.Target> part = new ArrayList<>();
    double bytes = 0;
    for (LabelSurvey.Target target : members) {
      double needed = bytes(target);
      if (needed > limit) {
        throw new InputException(
            "Cannot score target '%s' from %s by classes: expected at most %,d MB for the scatters of its classes, found up to %,d MB for %,d features (fewer bins: --bins, or a larger heap: -- --driver-memory)"
                .formatted(
                    target.name(), set.name(), (long) limit >> 20, (long) needed >> 20, width));
      }
      if (!part.isEmpty() && bytes + needed > limit) {
        parts.add(part);
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(target);
      bytes += needed;
    }
    parts.add(part);
    return parts;
  }

  double bytes(List<LabelSurvey.Target> members) {
    return members.stream().mapToDouble(this::bytes).sum();
  }

  private double bytes(LabelSurvey.Target target) {
    ClassLayout.@Nullable Keep keep = keep(set, EstimatorKind.Input.FEATURES);
    if (keep == null) {
      return 0;
    }
    int bins = perOutput.orElse(LabelBins.usual(target.width()));
    LabelBins cut = new LabelBins(0, bins, target.range().low(), target.range().high());
    return ClassLayout.bytes(cut, (double) target.present(), width, keep);
  }

  /** Whether anything is kept of classes of labels; these are cut by the range of the labels. */
  static boolean isNeeded(ScoredSet set) {
    return keep(set, EstimatorKind.Input.FEATURES) != null
        || keep(set, EstimatorKind.Input.PREDICTIONS) != null;
  }

  /** What is kept of the classes for the estimators that read this; null: nothing. */
  public static ClassLayout.@Nullable Keep keep(ScoredSet set, EstimatorKind.Input input) {
    List<EstimatorKind> readers = set.readers(input);
    if (readers.stream().anyMatch(EstimatorKind::readsClassScatters)) {
      return ClassLayout.Keep.SCATTERS;
    }
    return readers.stream().anyMatch(EstimatorKind::readsClasses) ? ClassLayout.Keep.MEANS : null;
  }

  /** The classes that a pass over these targets tells apart. */
  public SetClasses classes(TargetLayout targets) {
    return new SetClasses(
        layout(targets, keep(set, EstimatorKind.Input.FEATURES)),
        layout(targets, keep(set, EstimatorKind.Input.PREDICTIONS)));
  }

  private @Nullable ClassLayout layout(TargetLayout targets, ClassLayout.@Nullable Keep keep) {
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
}
