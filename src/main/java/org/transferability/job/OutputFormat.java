package org.transferability.job;

/** What a job prints: text for people, or one JSON document for programs. */
enum OutputFormat {
  TEXT,
  JSON
}
