package org.transferability.score;

/**
 * What a reader of a score must know before ranking on it. In the order in which they are printed.
 */
public enum Flag {
  INTERPOLATES(
      "interpolates",
      "There are no more rows than the features can fit exactly (rank = n - 1) and no penalty, so the"
          + " score is 0 for this source and for every other with as many features.",
      "Do not rank on it: score with a positive penalty, with more rows, or by predictions."),
  RANK_DEFICIENT(
      "rank-deficient",
      "Without a penalty the weights are not unique, because features are constant, copies of one"
          + " another, or more than the rows: the smallest weights are taken. The score itself is"
          + " unique.",
      "Nothing, unless the weights are used; the column rank says how many directions carry data."),
  ILL_CONDITIONED(
      "ill-conditioned",
      "The features are so nearly dependent that the weights have no more than about four correct"
          + " digits.",
      "Use a positive penalty, or take it that weights are not meaningful; for the score itself see"
          + " digits-lost."),
  CONSTANT_LABELS(
      "constant-labels",
      "Every label of this target is the same in all rows used: the score is exactly 0 for every"
          + " source and r2 is undefined.",
      "Leave the target out, and look why its labels do not vary."),
  FEW_ROWS(
      "few-rows",
      "There are fewer than two rows for each fitted number (n < 2 (rank + 1); for origin-gcv, which"
          + " counts shrunken weights as less than one, n < 2 df; for logme n < 2 rank): a training"
          + " error is far too good, and better the more features a source has; gcv, origin-gcv and"
          + " logme correct for it, but from few rows.",
      "Compare only sources of the same width, use more rows, or a larger penalty."),
  REFINED(
      "refined",
      "Rounding had taken more than half of the digits, and the rows were read a second time: the"
          + " numbers are those of residuals, or of a QR factorisation of the rows, and not of second"
          + " moments.",
      "Nothing. The interval comes from the same rows where there was room to keep each fold, else from"
          + " moments if they have the digits, and is left out if not. --refine never leaves it out."),
  DIGITS_LOST(
      "digits-lost",
      "Rounding has taken about this many of the score's 16 decimal digits, because the fit is nearly"
          + " perfect or the features are nearly dependent; 16 means that the score is rounding error"
          + " only.",
      "Do not tell scores apart that agree in the digits left; a larger penalty, or features and"
          + " labels of more similar scale, lose fewer."),
  MIXED_PRECISION(
      "mixed-precision",
      "The products of features were formed in float32 (--precision mixed), so that scores agree with"
          + " those in float64 to six or seven digits where the fit is not nearly perfect.",
      "Nothing, unless sources are told apart by later digits: then --precision double.");

  private final String label;
  private final String description;
  private final String advice;

  Flag(String label, String description, String advice) {
    this.label = label;
    this.description = description;
    this.advice = advice;
  }

  /** The word printed beside a score. */
  public String label() {
    return label;
  }

  /** What it means. */
  public String description() {
    return description;
  }

  /** What to do about it. */
  public String advice() {
    return advice;
  }
}
