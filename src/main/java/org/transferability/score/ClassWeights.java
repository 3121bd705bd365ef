package org.transferability.score;

import java.util.Locale;

/** How TransRate weighs the coding rates of the classes. */
public enum ClassWeights {
  /** n_c / n, as the paper has it. */
  ROWS,
  /** 1 / C, as the authors' program has it. */
  EQUAL;

  /** The word in options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
