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

  static Better parse(String text) {
    for (Better better : values()) {
      if (better.name().toLowerCase(Locale.ROOT).equals(text.strip())) {
        return better;
      }
    }
    throw new InputException(
        "Cannot evaluate measured values: expected smaller or larger, found '" + text + "'");
  }

  /** The measured value with the sign that makes larger better. */
  public double goodness(double measured) {
    return sign * measured;
  }
}
