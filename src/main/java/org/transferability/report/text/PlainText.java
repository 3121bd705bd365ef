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

  /**
   * A text in lines of at most {@code width} characters where its words allow that, each terminated
   * by a line feed.
   *
   * @param first before the first line
   * @param others before the other lines
   */
  public static String wrapped(String text, int width, String first, String others) {
    StringBuilder lines = new StringBuilder();
    StringBuilder line = new StringBuilder(first);
    int length = first.length();
    boolean empty = true;
    for (String word : visible(text).split(" ", -1)) {
      int size = word.codePointCount(0, word.length());
      boolean fits = length + 1 + size <= width || word.equals("%"); // a number keeps its unit
      if (!empty && !fits) {
        lines.append(line).append('\n');
        line.setLength(0);
        line.append(others);
        length = others.length();
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      length += size + (empty ? 0 : 1);
      empty = false;
    }
    return lines.append(line).append('\n').toString();
  }
}
