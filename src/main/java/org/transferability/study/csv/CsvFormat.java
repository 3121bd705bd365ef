package org.transferability.study.csv;

import org.transferability.study.InputException;

/**
 * The format of a CSV file, as far as it is known before the file is read.
 *
 * @param header the meaning of the first line
 * @param separator of columns; {@link #DETECT}: detected from the first lines
 * @param decimal the decimal separator of numbers: a point or a comma
 * @param options whether the user can set these by options; messages then name the options
 */
public record CsvFormat(Header header, char separator, char decimal, boolean options) {
  public static final char DETECT = 0;

  /** For tables without options: names in the first line, decimal points. */
  public static final CsvFormat PLAIN = new CsvFormat(Header.DETECT, DETECT, '.', false);

  /** The defaults of options. */
  public static final CsvFormat DEFAULT = new CsvFormat(Header.DETECT, DETECT, '.', true);

  /** The meaning of the first line. */
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

  static String shown(char separator) {
    return switch (separator) {
      case '\t' -> "tab";
      case ' ' -> "space";
      default -> "'" + separator + "'";
    };
  }
}
