package org.transferability.job.cli;

import java.util.Locale;

/** What a job prints: text for people, or one JSON document for programs. */
public enum OutputFormat {
  TEXT,
  JSON;

  /** The word in options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
