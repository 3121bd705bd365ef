package org.transferability.score;

/**
 * Conditions of a score, in the order in which they are printed: those to check before ranking on
 * it, and notes, which are usual and change no decision.
 */
public enum Flag {
  INTERPOLATES(
      "interpolates",
      "There is no penalty, and the features can fit all rows exactly (rank = n - 1), so the"
          + " score is 0 for this source and for every source with as many features.",
      "Do not rank on it. Use a positive penalty, more rows, or predictions."),
  RANK_DEFICIENT(
      Kind.NOTE,
      "rank-deficient",
      "Without a penalty the weights are not unique, because features are constant or linear"
          + " combinations of others, or there are more features than rows. The smallest weights"
          + " are used. The score itself is unique.",
      "Nothing, unless you use the weights. The column rank is the number of directions that carry data."),
  ILL_CONDITIONED(
      Kind.NOTE,
      "ill-conditioned",
      "The features are so nearly dependent that the weights have no more than about four correct"
          + " digits.",
      "Use a positive penalty, or do not interpret the weights. For the score itself see"
          + " digits-lost."),
  CONSTANT_LABELS(
      "constant-labels",
      "All labels of this target are equal in the rows used, so the score is exactly 0 for every"
          + " source and r2 is undefined.",
      "Omit the target, and find out why its labels do not vary."),
  FEW_ROWS(
      Kind.NOTE,
      "few-rows",
      "There are fewer than two rows for each fitted number (n < 2 (rank + 1); for origin-gcv,"
          + " which counts shrunken weights as less than one, n < 2 df; for logme n < 2 rank). A"
          + " training error is far too small, most of all for sources with many features. gcv,"
          + " origin-gcv and logme correct for this, but from few rows.",
      "Compare only sources of the same width, or use more rows or a larger penalty."),
  FEW_ROWS_PER_CLASS(
      "few-rows-per-class",
      "There are fewer than two rows for each class of labels, so classes say little about the"
          + " features.",
      "Do not rank on it. Use fewer bins (--bins) or more rows."),
  NO_BETTER_THAN_MEAN(
      "no-better-than-mean",
      "On held-out rows, a linear probe on these features predicts the labels no better than their"
          + " mean, or not by more than chance explains with this many rows and sources.",
      "Do not select this source for its rank. If all sources of a target have this flag, none is"
          + " known to help: use more rows or other sources."),
  OFFSET_LABELS(
      "offset-labels",
      "The mean of the labels is more than one standard deviation from zero. An estimator through"
          + " the origin also measures how far features alone can reach that mean, as a head that is"
          + " trained briefly from zero must. It does not predict the error of a tuned head.",
      "For tuned heads, rank by cv-r2. For short training, standardise the labels first."),
  CENTRED_FEATURES(
      "centred-features",
      "The features have mean zero and the labels do not, so a fit through the origin cannot reach"
          + " the mean of the labels: this score compares nothing but that.",
      "Rank by cv-r2, or score the features as the new head will receive them."),
  WORSE_THAN_MEAN(
      "worse-than-mean",
      "The fit through the origin predicts the labels no better than their mean does.",
      "Do not rank on this score. Rank by cv-r2."),
  WEAK_THROUGH_ORIGIN(
      "weak-through-origin",
      "With an intercept, the features predict held-out labels more than twice as well (R2) as the"
          + " fit through the origin is expected to, so this score mostly shows how badly features"
          + " alone reach the mean of the labels.",
      "Do not rank on this score. Rank by cv-r2."),
  UNPAIRED_SAMPLE(
      "unpaired-sample",
      "The rows of the sample (--sample) are not the same ones in all sources of the dataset,"
          + " because their files have other rows or another order of them. Differences between"
          + " sources include differences between rows.",
      "Use --sample-by id."),
  SORTED_SAMPLE(
      "sorted-sample",
      "The rows of the sample (--sample) were chosen by position, and the labels are not in random"
          + " order, so the sample has fewer independent rows than n. Intervals are too narrow.",
      "Use --sample-by id, or a larger sample."),
  DROPPED(
      "dropped",
      "The source was dropped from the race (--race): on a sample of n rows it was behind by more"
          + " than sampling error for every target. Its score is that of these rows.",
      "Do not compare its score with those of all rows. It ranks behind the sources that were"
          + " scored on all rows."),
  REFINED(
      Kind.NOTE,
      "refined",
      "Rounding had removed more than half of the digits, so the rows were read a second time."
          + " The numbers come from residuals, or from a QR factorisation of the rows, instead of"
          + " second moments.",
      "Nothing. The interval comes from the same pass if each fold could be kept, else from"
          + " moments if they have enough digits; otherwise it is omitted. --refine never"
          + " disables the second pass."),
  DIGITS_LOST(
      "digits-lost",
      "Rounding removed about this many of the score's 16 decimal digits, because the fit is"
          + " nearly perfect or the features are nearly dependent. 16 means that the score is"
          + " only rounding error.",
      "Do not compare scores that agree in the remaining digits. A larger penalty, or features"
          + " and labels of more similar scale, lose fewer digits."),
  MIXED_PRECISION(
      Kind.NOTE,
      "mixed-precision",
      "The products of features were formed in float32 (--precision mixed), so scores agree with"
          + " those in float64 to six or seven digits unless the fit is nearly perfect.",
      "Nothing, unless sources differ only in later digits. In that case use --precision double.");

  private enum Kind {
    WARNING,
    NOTE
  }

  private final Kind kind;
  private final String label;
  private final String description;
  private final String advice;

  Flag(String label, String description, String advice) {
    this(Kind.WARNING, label, description, advice);
  }

  Flag(Kind kind, String label, String description, String advice) {
    this.kind = kind;
    this.label = label;
    this.description = description;
    this.advice = advice;
  }

  /** Whether it is usual and changes no decision: a note, not a warning. */
  public boolean isNote() {
    return kind == Kind.NOTE;
  }

  /** The word printed next to a score. */
  public String label() {
    return label;
  }

  /** Its meaning. */
  public String description() {
    return description;
  }

  /** The remedy. */
  public String advice() {
    return advice;
  }
}
