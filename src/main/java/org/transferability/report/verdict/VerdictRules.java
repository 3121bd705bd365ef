package org.transferability.report.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.transferability.report.Measure;
import org.transferability.report.Ranking;
import org.transferability.report.Ranking.Place;
import org.transferability.report.ScoreRow;
import org.transferability.score.Flag;
import org.transferability.score.LogMe;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.study.EstimatorKind;

/** From one ranking to its {@link Verdict}. */
final class VerdictRules {
  /** The candidates contain the best source with at least this probability. */
  private static final double SURE = 0.9;

  /** Errors within this share of the smallest one are called nearly equal. */
  private static final double NEAR = 0.01;

  private static final double ROUNDING = 1e-9;

  /** Estimators whose scores are minus an error. */
  private static final Set<EstimatorKind> ERRORS =
      EnumSet.of(
          EstimatorKind.GCV,
          EstimatorKind.CV_MSE,
          EstimatorKind.LAB_CV_MSE,
          EstimatorKind.LINEAR_MSE,
          EstimatorKind.LABEL_MSE,
          EstimatorKind.SHARED_LABEL_MSE);

  private final Ranking ranking;
  private final List<String> skipped;
  private final List<Place> scored;
  private final @Nullable Measure heldOut;

  VerdictRules(Ranking ranking, List<String> skipped) {
    this.ranking = ranking;
    this.skipped = skipped;
    this.scored =
        ranking.places().stream()
            .filter(place -> !Double.isNaN(place.row().score().score()))
            .toList();
    this.heldOut = ranking.heldOutR2().orElse(null);
  }

  Verdict verdict() {
    Place first = ranking.places().get(0);
    Score score = first.row().score();
    if (scored.isEmpty() || score.comparable() == Scope.NOTHING) {
      return verdict(Standing.NO_ANSWER, List.of(), noInformation(score));
    }
    if (noneHelps()) {
      return verdict(Standing.NONE_HELPS, List.of(), none());
    }
    if (scored.size() == 1) {
      return verdict(Standing.ONLY_ONE, List.of(candidate(first)), "");
    }
    String doubt = doubt(score);
    if (!doubt.isEmpty()) {
      return verdict(Standing.NOT_KNOWN, List.of(candidate(first)), doubt);
    }
    List<Candidate> candidates = likely();
    if (candidates.isEmpty()) {
      candidates =
          scored.stream().filter(place -> place.place() == 1).map(this::candidate).toList();
      return candidates.size() > 1
          ? verdict(Standing.OPEN, candidates, "")
          : verdict(Standing.NOT_KNOWN, candidates, noIntervals());
    }
    return verdict(candidates.size() == 1 ? Standing.CLEAR : Standing.OPEN, candidates, "");
  }

  private Verdict verdict(Standing standing, List<Candidate> candidates, String reason) {
    return new Verdict(
        ranking.dataset(),
        ranking.target(),
        ranking.by(),
        standing,
        candidates,
        scored.size(),
        reason,
        remarks(standing, candidates),
        Remaining.of(ranking));
  }

  private Candidate candidate(Place place) {
    ScoreRow row = place.row();
    return new Candidate(
        row.source(), row.score().score(), row.top1(), heldOutR2(place), row.flags());
  }

  private double heldOutR2(Place place) {
    return ranking.heldOutR2(place);
  }

  /** The smallest group with the best source at the probability SURE; empty if none is known. */
  private List<Candidate> likely() {
    List<Candidate> byChance =
        scored.stream()
            .map(this::candidate)
            .filter(candidate -> candidate.chance() > 0)
            .sorted(Comparator.comparingDouble(Candidate::chance).reversed())
            .toList();
    double sum = 0;
    int count = 0;
    while (count < byChance.size() && sum < SURE - ROUNDING) {
      sum += byChance.get(count).chance();
      count++;
    }
    return byChance.subList(0, count);
  }

  private boolean noneHelps() {
    return ranking.noneHelps() || noneHelpsOnHeldOutRows();
  }

  private boolean noneHelpsOnHeldOutRows() {
    return heldOut != null
        && scored.stream()
            .map(place -> place.rows().get(heldOut))
            .allMatch(row -> row != null && row.score().flags().has(Flag.NO_BETTER_THAN_MEAN));
  }

  private String none() {
    boolean all = scored.stream().allMatch(place -> heldOutR2(place) < 0);
    if (all) {
      return scored.size() == 1
          ? "the only source is worse than predicting the mean"
          : "all sources are worse than predicting the mean";
    }
    return scored.size() == 1
        ? "the only source is not known to be better than predicting the mean"
        : "no source is known to be better than predicting the mean";
  }

  private static String noInformation(Score score) {
    if (score.flags().has(Flag.CONSTANT_LABELS)) {
      return "no answer, because all labels are equal";
    }
    if (score.flags().has(Flag.INTERPOLATES)) {
      return "no answer, because without a penalty the features fit all rows exactly";
    }
    return Double.isNaN(score.score())
        ? "no answer, because no source has a score"
        : "no answer, because these scores carry no information about the sources";
  }

  /** Why the first score does not recommend its source; empty if there is no reason. */
  private String doubt(Score score) {
    if (score.isDoubtful()) {
      return "rounding removed about %d of the 16 digits of its score"
          .formatted(score.flags().digitsLost());
    }
    if (score.flags().has(Flag.NO_BETTER_THAN_MEAN)) {
      return "it is not known to be better than predicting the mean";
    }
    if (score.flags().has(Flag.WORSE_THAN_MEAN)) {
      return "this score has no intercept, and the labels are too far from zero for it: standardise them, or rank by held-out R2 (--rank-by cv-r2)";
    }
    if (score.flags().has(Flag.WEAK_THROUGH_ORIGIN)) {
      return "this score mostly measures how far features alone reach the mean of the labels";
    }
    if (score.flags().has(Flag.FEW_ROWS_PER_CLASS)) {
      return "there are fewer than two rows for each class of labels";
    }
    return favoursWidth() ? "training errors from few rows favour wide features" : "";
  }

  private boolean favoursWidth() {
    return scored.stream().anyMatch(place -> place.row().score().comparable() == Scope.EQUAL_WIDTH)
        && scored.stream().mapToInt(place -> place.row().score().d()).distinct().count() > 1;
  }

  private String noIntervals() {
    boolean none = scored.stream().noneMatch(place -> place.row().score().uncertainty().isKnown());
    return none
        ? "without intervals it is not known how sure that is"
        : "some sources have no interval, so it is not known how sure that is";
  }

  private List<Remark> remarks(Standing standing, List<Candidate> candidates) {
    List<Remark> remarks = new ArrayList<>();
    flagged(candidates).ifPresent(remarks::add);
    boolean chooses = standing != Standing.NONE_HELPS && standing != Standing.NO_ANSWER;
    if (chooses) {
      Remaining.remark(ranking).ifPresent(remarks::add);
      width().ifPresent(remarks::add);
      nearlyEqual(candidates).ifPresent(remarks::add);
      otherHead().or(() -> otherByHeldOut(candidates)).ifPresent(remarks::add);
      differentRows().ifPresent(remarks::add);
    }
    notScored().ifPresent(remarks::add);
    return remarks;
  }

  private static Optional<Remark> flagged(List<Candidate> candidates) {
    List<Candidate> flagged = candidates.stream().filter(c -> !c.flags().isEmpty()).toList();
    if (flagged.isEmpty()) {
      return Optional.empty();
    }
    String text =
        Verdict.names(flagged, c -> c.source() + " has " + c.flags().replace(";", ", "), "and");
    return Optional.of(
        new Remark(Remark.Kind.FLAGGED, sources(flagged), "Check the flags: " + text + "."));
  }

  private Optional<Remark> width() {
    return favoursWidth()
        ? Optional.of(
            new Remark(
                Remark.Kind.EQUAL_WIDTH_ONLY,
                List.of(),
                "Compare sources of equal d only: a training error decreases with d."))
        : Optional.empty();
  }

  private Optional<Remark> nearlyEqual(List<Candidate> candidates) {
    double smallest = finalists().stream().mapToDouble(this::error).min().orElse(Double.NaN);
    if (!(smallest > 0)) { // NaN if one is unknown
      return Optional.empty();
    }
    List<String> near =
        finalists().stream()
            .filter(place -> error(place) < (1 + NEAR) * smallest)
            .map(place -> place.row().source())
            .toList();
    if (near.size() < 2) {
      return Optional.empty();
    }
    String names = Verdict.names(near, name -> name, "and");
    if (near.size() == scored.size()) {
      names = near.size() == 2 ? "Both sources" : "All " + near.size() + " sources";
    } else if (Set.copyOf(near).equals(Set.copyOf(sources(candidates)))) {
      names = "They";
    }
    return Optional.of(
        new Remark(
            Remark.Kind.NEARLY_EQUAL, near, names + " differ by less than 1 % of the error."));
  }

  /**
   * The error of which sources may differ by less than 1 %: 1 - R2 on held-out rows, else minus the
   * score where that is an error; NaN if it is neither.
   */
  private double error(Place place) {
    if (heldOut != null) {
      return 1 - heldOutR2(place);
    }
    return EstimatorKind.named(ranking.by().estimator()).filter(ERRORS::contains).isPresent()
        ? -place.row().score().score()
        : Double.NaN;
  }

  private Optional<Remark> otherHead() {
    return ranking
        .bestForOtherHead()
        .map(
            best ->
                new Remark(
                    Remark.Kind.DEPENDS_ON_HEAD,
                    List.of(best.row().source()),
                    "The ranking depends on how the head will be trained: %s, %s is best (%s); %s."
                        .formatted(
                            isLogMe(best.row()) ? "if briefly" : "if it is tuned",
                            best.row().source(),
                            Measure.of(best.row()),
                            reason(best))));
  }

  private static boolean isLogMe(ScoreRow row) {
    return row.score().estimator().equals(LogMe.NAME);
  }

  private static String reason(Place best) {
    boolean offset =
        best.rows().values().stream().anyMatch(row -> row.score().flags().has(Flag.OFFSET_LABELS));
    return offset
        ? "the labels are far from zero"
        : "the features of the sources differ in scale or offset";
  }

  private Optional<Remark> otherByHeldOut(List<Candidate> candidates) {
    if (heldOut == null || heldOut.equals(ranking.by())) {
      return Optional.empty();
    }
    return scored.stream()
        .filter(place -> !Double.isNaN(heldOutR2(place)))
        .max(Comparator.comparingDouble(this::heldOutR2))
        .map(place -> place.rows().get(heldOut))
        .filter(row -> !row.score().flags().has(Flag.NO_BETTER_THAN_MEAN))
        .filter(row -> candidates.stream().noneMatch(c -> c.source().equals(row.source())))
        .map(
            row ->
                new Remark(
                    Remark.Kind.HELD_OUT_DISAGREES,
                    List.of(row.source()),
                    "By held-out R2 (%s), %s is best.".formatted(heldOut, row.source())));
  }

  /** The sources that no race dropped. */
  private List<Place> finalists() {
    return scored.stream().filter(place -> !place.row().isDropped()).toList();
  }

  private Optional<Remark> differentRows() {
    List<Place> whole = finalists();
    long least = whole.stream().mapToLong(place -> place.row().score().n()).min().orElse(0);
    long most = whole.stream().mapToLong(place -> place.row().score().n()).max().orElse(0);
    return least == most
        ? Optional.empty()
        : Optional.of(
            new Remark(
                Remark.Kind.DIFFERENT_ROWS,
                List.of(),
                "The sources were scored on different rows (n from %d to %d); --common-rows uses the same."
                    .formatted(least, most)));
  }

  private Optional<Remark> notScored() {
    List<String> without = new ArrayList<>(skipped);
    ranking.places().stream()
        .filter(place -> Double.isNaN(place.row().score().score()))
        .forEach(place -> without.add(place.row().source()));
    boolean noAnswer = scored.isEmpty() && skipped.isEmpty(); // which is reason enough
    if (without.isEmpty() || noAnswer) {
      return Optional.empty();
    }
    return Optional.of(
        new Remark(
            Remark.Kind.NOT_SCORED,
            without,
            Verdict.names(without, name -> name, "and")
                + (without.size() == 1 ? " has" : " have")
                + " no score."));
  }

  private static List<String> sources(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::source).toList();
  }
}
