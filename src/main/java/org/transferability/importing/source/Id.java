package org.transferability.importing.source;

/** The id of a row: a whole number or a text. */
public sealed interface Id {
  /** How ids of text files are read. */
  enum Form {
    /** Whole numbers if the first one is a number, else text. */
    DETECT,
    TEXT
  }

  /** The id as a text. */
  String text();

  record Whole(long value) implements Id {
    @Override
    public String text() {
      return Long.toString(value);
    }
  }

  record Text(String value) implements Id {
    @Override
    public String text() {
      return value;
    }
  }
}
