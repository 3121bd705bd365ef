package org.transferability.importing.source;

/** The id of a row: a whole number or a text. */
public sealed interface Id {
  /** A whole number. */
  record Whole(long value) implements Id {}

  /** A text. */
  record Text(String value) implements Id {}
}
