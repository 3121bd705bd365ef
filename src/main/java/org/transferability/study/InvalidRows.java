package org.transferability.study;

import java.util.Locale;

/** How rows are treated whose features contain NaN or infinity. */
public enum InvalidRows {
  /** The first such row is an error that names its file, row and id. */
  ERROR,
  /** Such rows are dropped and counted. */
  DROP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
