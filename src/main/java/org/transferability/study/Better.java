package org.transferability.study;

import java.util.Locale;

/** Whether smaller or larger measured values are better. */
public enum Better {
  SMALLER(-1),
  LARGER(1);

  private final int sign;

  Better(int sign) {
    this.sign = sign;
  }

  /** The measured value with the sign that makes larger better. */
  public double goodness(double measured) {
    return sign * measured;
  }

  /** The word in options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
