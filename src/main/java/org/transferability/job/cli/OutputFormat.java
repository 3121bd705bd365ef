package org.transferability.job.cli;

/** What a job prints: text for people, or one JSON document for programs. */
public enum OutputFormat {
  TEXT,
  JSON
}
