package org.transferability.read.page;

/** An error in one row, found while decoding; the reader adds file and id. */
public final class RowProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long rowInGroup;
  private final String expected;
  private final String found;
  private final String advice;

  public RowProblem(long rowInGroup, String expected, String found) {
    this(rowInGroup, expected, found, "");
  }

  /**
   * A problem that an option avoids.
   *
   * @param advice the end of the message
   */
  public RowProblem(long rowInGroup, String expected, String found, String advice) {
    super("expected " + expected + ", found " + found);
    this.rowInGroup = rowInGroup;
    this.expected = expected;
    this.found = found;
    this.advice = advice;
  }

  /** Row number in its row group, from 0. */
  long rowInGroup() {
    return rowInGroup;
  }

  String expected() {
    return expected;
  }

  String found() {
    return found;
  }

  String advice() {
    return advice;
  }
}
