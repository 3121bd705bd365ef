package org.transferability.importing.source;

/** The id of a row: a whole number or a text. */
public sealed interface Id {
  record Whole(long value) implements Id {}

  record Text(String value) implements Id {}
}
