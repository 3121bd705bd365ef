package org.transferability.study;

import java.util.Locale;

/** What becomes of a row whose features hold NaN or an infinity. */
public enum InvalidRows {
  /** The first one is an error that names its file, row and id. */
  ERROR,
  /** They are left out and counted. */
  DROP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
