package org.transferability.study;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parses numbers in text files. A number is a sign, digits, a decimal point and a decimal exponent.
 * Hexadecimal digits, suffixes ({@code 1d}, {@code 1f}), underscores and thousands separators are
 * not accepted. {@code inf} and {@code infinity} are infinite, {@code true} and {@code false} are 1
 * and 0, in any case.
 */
public final class NumberText {
  private static final Pattern POINT = decimal('.');
  private static final Pattern COMMA = decimal(',');

  /** The texts that pandas reads as missing by default (pandas.read_csv, na_values). */
  private static final Set<String> MISSING =
      Set.of(
          "",
          "#N/A",
          "#N/A N/A",
          "#NA",
          "-1.#IND",
          "-1.#QNAN",
          "1.#IND",
          "1.#QNAN",
          "<NA>",
          "N/A",
          "NA",
          "NULL",
          "None",
          "n/a",
          "null");

  private NumberText() {}

  private static Pattern decimal(char separator) {
    return Pattern.compile(
        "[-+]?+([0-9]++([%1$c][0-9]*+)?+|[%1$c][0-9]++)([eE][-+]?+[0-9]++)?+".formatted(separator));
  }

  /** Whether a cell without blanks around it has no value: an empty one, NA, NaN, null. */
  public static boolean isMissing(String text) {
    return MISSING.contains(text)
        || text.equalsIgnoreCase("nan")
        || text.equalsIgnoreCase("-nan")
        || text.equalsIgnoreCase("+nan");
  }

  /** Whether a column of numbers may contain it. */
  public static boolean isValue(String text, char decimal) {
    return isMissing(text) || isNumber(text, decimal);
  }

  /** Whether it is a number for {@link #parse}, possibly beyond the range of a double. */
  public static boolean isNumber(String text, char decimal) {
    return isDecimal(text, decimal) || !Double.isNaN(word(text));
  }

  /**
   * The nearest double; NaN for a missing value.
   *
   * @param text without blanks around it
   * @param decimal the decimal separator: a point or a comma
   * @throws NumberFormatException if it is not a number, or one beyond the range of a double; the
   *     message states what was expected
   */
  public static double parse(String text, char decimal) {
    if (isDecimal(text, decimal)) {
      double value = Double.parseDouble(decimal == '.' ? text : text.replace(decimal, '.'));
      if (Double.isInfinite(value)) {
        throw new NumberFormatException("a number within the range of a double");
      }
      return value;
    }
    double value = word(text);
    if (Double.isNaN(value) && !isMissing(text)) {
      throw new NumberFormatException("a number");
    }
    return value;
  }

  /** The value of a word; NaN for any other text. */
  private static double word(String text) {
    if (text.length() < 3 || text.length() > 9) {
      return Double.NaN;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "true" -> 1;
      case "false" -> 0;
      default -> Double.NaN;
    };
  }

  /** Whether it is a number in digits, without blanks around it. */
  public static boolean isDecimal(String text, char decimal) {
    return (decimal == '.' ? POINT : COMMA).matcher(text).matches();
  }
}
