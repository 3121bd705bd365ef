package org.transferability.read.id;

import org.transferability.study.InputException;

/** How a file stores ids; features and labels can be joined only if both kinds agree. */
public enum IdKind {
  /** No id column was requested. */
  NONE,
  /** INT32 or INT64, signed, or unsigned where that makes no difference. */
  LONG,
  /** Unsigned INT64. It joins with {@link #LONG}; ids from 2^63 on equal none there. */
  UNSIGNED_LONG,
  /** UTF-8 text, compared byte by byte. */
  TEXT;

  /** Whether ids are stored as longs. */
  public boolean isNumber() {
    return this == LONG || this == UNSIGNED_LONG;
  }

  /** Whether ids of this kind can equal those of another: numbers and texts never do. */
  public boolean joins(IdKind other) {
    return this == other || (isNumber() && other.isNumber());
  }

  /**
   * Checks that the files of one table store ids in the same way.
   *
   * @param other file whose ids are of this kind, for the message
   * @throws InputException if the kinds differ
   */
  public void requireIn(String file, IdKind found, String other) {
    if (found != this) {
      throw new InputException(
          "Cannot read id: expected ids of kind %s as in %s, found %s (%s)"
              .formatted(this, other, found, file));
    }
  }
}
