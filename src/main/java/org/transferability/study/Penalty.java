package org.transferability.study;

/**
 * A ridge penalty lambda &gt;= 0 of the objective that is divided by n: {@code (1/n) sum_i ||y_i -
 * A f_i - b||^2 + lambda ||A||_F^2}. The intercept b is not penalised. (scikit-learn's {@code
 * alpha} is {@code n * lambda}.)
 *
 * @param value finite and not negative; minus zero becomes zero
 * @param unit a relative penalty means {@code value * tr(S) / d}; zero is always absolute, so that
 *     {@code 0} and {@code 0r} are the same penalty
 */
public record Penalty(double value, Unit unit) {
  /** The unit of the number of a penalty. */
  public enum Unit {
    /** The number is lambda itself. */
    ABSOLUTE,
    /** Lambda is the number times the mean variance of a feature, tr(S)/d. */
    RELATIVE,
    /** There is no penalty; the regression is on this number of leading principal components. */
    COMPONENTS
  }

  private static final String PREFIX = "pca-";

  public Penalty {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw invalid(Double.toString(value));
    }
    if (unit == Unit.COMPONENTS && !(value >= 1 && value == (int) value)) {
      throw invalid(PREFIX + value);
    }
    if (value == 0) {
      value = 0.0;
      unit = Unit.ABSOLUTE;
    }
  }

  /** Reads {@code 0}, {@code 1e-3}, relative {@code 1e-3r}, or {@code pca-50}. */
  public static Penalty parse(String text) {
    String trimmed = text.strip();
    if (trimmed.startsWith(PREFIX)) {
      String count = trimmed.substring(PREFIX.length());
      if (!count.matches("[1-9][0-9]{0,8}")) {
        throw invalid("'" + text + "'");
      }
      return new Penalty(Integer.parseInt(count), Unit.COMPONENTS);
    }
    Unit unit = trimmed.endsWith("r") ? Unit.RELATIVE : Unit.ABSOLUTE;
    String number = unit == Unit.RELATIVE ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
    if (!NumberText.isDecimal(number, '.')) {
      throw invalid("'" + text + "'");
    }
    double value = Double.parseDouble(number);
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw invalid("'" + text + "'");
    }
    return new Penalty(value, unit);
  }

  private static InputException invalid(String found) {
    return new InputException(
        "Cannot use penalty: expected a finite number >= 0 such as 0, 1e-3 or 1e-3r, or pca-K with a whole number K >= 1, found "
            + found);
  }

  /**
   * The penalty lambda itself.
   *
   * @param meanVariance tr(S)/d of the features that are fitted
   */
  public double lambda(double meanVariance) {
    if (unit == Unit.COMPONENTS) {
      throw new InputException(
          "Cannot use penalty %s here: expected a number such as 0, 1e-3 or 1e-3r".formatted(this));
    }
    return unit == Unit.RELATIVE ? value * meanVariance : value;
  }

  /** Whether it is a number of principal components, {@link #value}. */
  public boolean isComponents() {
    return unit == Unit.COMPONENTS;
  }

  /** Such as 0, 0.001, 1e-4, relative 0.01r, or pca-50: {@link #parse} reads back this penalty. */
  @Override
  public String toString() {
    if (unit == Unit.COMPONENTS) {
      return PREFIX + (int) value;
    }
    String number = Double.toString(value).replace("E", "e").replaceFirst("\\.0(?=e|$)", "");
    return unit == Unit.RELATIVE ? number + "r" : number;
  }
}
