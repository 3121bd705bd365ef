package org.transferability.report.text;

import java.util.Locale;

/** Names and numbers as they are shown to people. */
public final class PlainText {
  private PlainText() {}

  /**
   * A text on one line, in which nothing controls the terminal. Names come from other people's
   * folders, columns and tables, so every name that is printed goes through this.
   */
  public static String visible(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /**
   * {@code 1 source} or {@code 1,000 sources}.
   *
   * @param what in the singular
   */
  public static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }
}
