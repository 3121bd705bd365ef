package org.transferability.evaluate;

/** Which measured values are the good ones. */
public enum Better {
  SMALLER(-1),
  LARGER(1);

  private final int sign;

  Better(int sign) {
    this.sign = sign;
  }

  /** The measured value with the sign that makes larger better. */
  double goodness(double measured) {
    return sign * measured;
  }
}
