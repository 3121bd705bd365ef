package org.transferability.report.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.transferability.evaluate.Dispersion;

/** Describes in sentences how much the measured values of the sources of a target differ. */
final class EvaluationDispersion {
  /** Below this difference it makes no difference which source is chosen. */
  private static final double NEGLIGIBLE = 0.01;

  private static final int MOST_NAMES = 4;

  private EvaluationDispersion() {}

  /** The sentences about one kind of transfer; empty if no target has two measured sources. */
  static String sentences(List<Dispersion> all, String transfer) {
    List<Dispersion> targets = all.stream().filter(t -> t.transfer().equals(transfer)).toList();
    if (targets.isEmpty()) {
      return "";
    }
    double[] typical =
        targets.stream().mapToDouble(Dispersion::medianFromBest).sorted().toArray(); // NaN last
    return "%s: the measured value of the median source of a target differs from the best by %s to %s.%s"
        .formatted(
            transfer,
            percent(typical[0]),
            percent(typical[typical.length - 1]),
            negligible(targets, "targets"));
  }

  /** The same about all kinds of transfer together; empty as above. */
  static String overall(List<Dispersion> all) {
    if (all.isEmpty()) {
      return "";
    }
    double[] typical = all.stream().mapToDouble(Dispersion::medianFromBest).sorted().toArray();
    return "The measured value of the median source of a target differs from the best by %s to %s.%s"
        .formatted(
            percent(typical[0]),
            percent(typical[typical.length - 1]),
            negligible(all, "targets of all kinds of transfer"));
  }

  /** The targets whose sources can hardly be ranked, after a blank; empty if there are none. */
  private static String negligible(List<Dispersion> targets, String what) {
    List<Dispersion> none = targets.stream().filter(t -> isNegligible(t.worstFromBest())).toList();
    List<Dispersion> half =
        targets.stream()
            .filter(t -> isNegligible(t.medianFromBest()) && !isNegligible(t.worstFromBest()))
            .toList();
    StringBuilder text = new StringBuilder();
    if (!none.isEmpty()) {
      text.append(
          " On %s all sources are within 1 %% of the best, so they cannot be ranked."
              .formatted(names(none, targets.size(), what)));
    }
    if (!half.isEmpty()) {
      text.append(
          " On %s half of the sources are within 1 %% of the best, so their order means little."
              .formatted(names(half, targets.size(), what)));
    }
    return text.toString();
  }

  private static boolean isNegligible(double difference) {
    return Double.isNaN(difference) || difference < NEGLIGIBLE;
  }

  private static String names(List<Dispersion> some, int targets, String what) {
    int more = some.size() - MOST_NAMES;
    return "%d of %d %s (%s%s)"
        .formatted(
            some.size(),
            targets,
            what,
            some.stream()
                .limit(MOST_NAMES)
                .map(t -> t.dataset() + " / " + t.target())
                .distinct()
                .collect(Collectors.joining(", ")),
            more > 0 ? " and " + more + " more" : "");
  }

  private static String percent(double share) {
    if (Double.isNaN(share)) {
      return "0 %";
    }
    return Double.isInfinite(share)
        ? "infinity"
        : String.format(Locale.ROOT, share < 0.0995 ? "%.1f %%" : "%,.0f %%", 100 * share);
  }
}
