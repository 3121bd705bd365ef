package org.transferability.evaluate;

/**
 * Two estimators on the same pairs of the same targets.
 *
 * @param difference mean over targets of the first's statistic minus the second's
 * @param lower lower end of the bootstrap interval over targets of that difference
 * @param upper upper end
 * @param firstBetter targets on which the first does better
 * @param secondBetter targets on which the second does better
 * @param signP two-sided p-value of the sign test (without targets that have no difference)
 * @param permutationP two-sided p-value of the sign-flip permutation test of the mean difference
 * @param verdict the conclusion at the level of the interval
 */
public record Comparison(
    String first,
    String second,
    String transfer,
    String statistic,
    int targets,
    double difference,
    double lower,
    double upper,
    int firstBetter,
    int secondBetter,
    double signP,
    double permutationP,
    Verdict verdict) {
  /** Fewer cannot show that an estimator is better. */
  static final int FEWEST_TARGETS = 5;

  /** A target with fewer does not count. */
  static final int FEWEST_SOURCES = 4;

  /** Whether the difference is more than noise by both the interval and the permutation test. */
  public enum Verdict {
    FIRST_BETTER("first better"),
    SECOND_BETTER("second better"),
    WITHIN_NOISE("within noise"),
    /** Fewer than five targets with four sources or more. */
    TOO_FEW("too few");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /**
   * From the two statistics target by target; targets on which either is NaN are omitted.
   *
   * @param sources the number of sources of each target
   */
  static Comparison of(
      String first,
      String second,
      String transfer,
      WithinTarget statistic,
      double[] ofFirst,
      double[] ofSecond,
      int[] sources,
      Bootstrap bootstrap) {
    double[] differences = new double[ofFirst.length];
    int targets = 0;
    int large = 0;
    int firstBetter = 0;
    int secondBetter = 0;
    for (int t = 0; t < ofFirst.length; t++) {
      // two infinite regrets are equal, not undefined
      double difference = ofFirst[t] == ofSecond[t] ? 0 : ofFirst[t] - ofSecond[t];
      differences[t] = difference;
      targets += Double.isNaN(difference) ? 0 : 1;
      large += Double.isNaN(difference) || sources[t] < FEWEST_SOURCES ? 0 : 1;
      firstBetter += statistic.better().goodness(difference) > 0 ? 1 : 0;
      secondBetter += statistic.better().goodness(difference) < 0 ? 1 : 0;
    }
    Interval interval = bootstrap.mean(differences);
    double permutationP = SignTests.flips(differences, bootstrap.seed());
    boolean separated =
        permutationP <= 1 - bootstrap.level() && (interval.lower() > 0 || interval.upper() < 0);
    Verdict verdict = large < FEWEST_TARGETS ? Verdict.TOO_FEW : Verdict.WITHIN_NOISE;
    if (separated && large >= FEWEST_TARGETS) {
      verdict =
          statistic.better().goodness(interval.mean()) > 0
              ? Verdict.FIRST_BETTER
              : Verdict.SECOND_BETTER;
    }
    return new Comparison(
        first,
        second,
        transfer,
        statistic.label(),
        targets,
        interval.mean(),
        interval.lower(),
        interval.upper(),
        firstBetter,
        secondBetter,
        SignTests.sign(firstBetter, secondBetter),
        permutationP,
        verdict);
  }
}
