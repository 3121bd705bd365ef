package org.transferability.study.csv;

import org.transferability.study.InputException;

/**
 * How a CSV file is written, as far as that is known before it is read.
 *
 * @param header what the first line is
 * @param separator of columns; {@link #DETECT}: what the first lines show
 * @param decimal what stands before the fraction of a number: a point or a comma
 * @param options whether the user can give these by options, which messages then name
 */
public record CsvFormat(Header header, char separator, char decimal, boolean options) {
  public static final char DETECT = 0;

  /** For tables without options: names in the first line, decimal points. */
  public static final CsvFormat PLAIN = new CsvFormat(Header.DETECT, DETECT, '.', false);

  /** The defaults of options. */
  public static final CsvFormat DEFAULT = new CsvFormat(Header.DETECT, DETECT, '.', true);

  /** What the first line is. */
  public enum Header {
    /** Names of columns; numbers only are an error. */
    DETECT,
    /** Names of columns, even if they are numbers. */
    NAMES,
    /** A row. */
    NONE
  }

  public CsvFormat {
    if (decimal != '.' && decimal != ',') {
      throw new InputException(
          "Cannot use --decimal: expected . or a comma, found '%s'".formatted(decimal));
    }
  }

  /** Reads a separator: one character, or {@code tab} or {@code space}. */
  public static char parseSeparator(String text) {
    String known =
        switch (text) {
          case "tab", "\\t" -> "\t";
          case "space", "blank" -> " ";
          case "comma" -> ",";
          case "semicolon" -> ";";
          default -> text;
        };
    boolean usable =
        known.length() == 1
            && !Character.isLetterOrDigit(known.charAt(0))
            && "\"\r\n.+-".indexOf(known.charAt(0)) < 0
            && known.charAt(0) != DETECT;
    if (!usable) {
      throw new InputException(
          "Cannot use --separator: expected one character such as ; or |, or tab or space, found '%s'"
              .formatted(text));
    }
    return known.charAt(0);
  }

  /** A separator for messages. */
  static String shown(char separator) {
    return switch (separator) {
      case '\t' -> "tab";
      case ' ' -> "space";
      default -> "'" + separator + "'";
    };
  }
}
