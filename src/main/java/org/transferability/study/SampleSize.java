package org.transferability.study;

import java.util.Locale;

/**
 * How many rows a sample has: a share of them, or a number.
 *
 * @param share above 0 and at most 1; 0 if a number is stated
 * @param rows at least 2; 0 if a share is stated
 * @param text as it was written
 */
public record SampleSize(double share, long rows, String text) {
  private static final int LONGEST_NUMBER = 18;

  /**
   * Reads {@code 0.01}, {@code 1%} or {@code 20000}. A number of at most 1 is a share, a whole
   * number above 1 is a number of rows.
   */
  public static SampleSize parse(String text) {
    String number = text.strip();
    boolean percent = number.endsWith("%");
    if (percent) {
      number = number.substring(0, number.length() - 1).strip();
    }
    if (!NumberText.isDecimal(number, '.')) {
      throw refused(text);
    }
    double value = Double.parseDouble(number) / (percent ? 100 : 1);
    if (value > 0 && value <= 1) {
      return new SampleSize(value, 0, text.strip());
    }
    boolean whole = number.matches("[0-9]{1," + LONGEST_NUMBER + "}");
    if (percent || !whole || value < 2) {
      throw refused(text);
    }
    return new SampleSize(0, Long.parseLong(number), text.strip());
  }

  private static InputException refused(String text) {
    return new InputException(
        "Cannot use a sample size: expected a share of the rows (0.01, 1%%) or a number of them (20000), found '%s'"
            .formatted(text));
  }

  /** The share of so many rows; 1 if there are no more than asked for. */
  public double shareOf(long all) {
    return rows == 0 ? share : all <= rows ? 1 : (double) rows / all;
  }

  /** Whether all rows are asked for. */
  public boolean isAll() {
    return share == 1;
  }

  /** The share as a text that is the same for every way to write it. */
  public String canonical() {
    return rows > 0 ? rows + " rows" : String.format(Locale.ROOT, "%s of the rows", share);
  }

  @Override
  public String toString() {
    return text;
  }
}
