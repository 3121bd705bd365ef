package org.transferability.score;

import java.util.Locale;

/** The weights of the coding rates of the classes in TransRate. */
public enum ClassWeights {
  /** n_c / n, as in the paper. */
  ROWS,
  /** 1 / C, as in the authors' program. */
  EQUAL;

  /** The value in options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
