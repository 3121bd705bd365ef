package org.transferability.report.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats numbers of an evaluation for the console. */
final class EvaluationText {
  private static final int COLUMNS = 80;
  private static final String NO_BREAK = "\u00a0";

  private EvaluationText() {}

  /** Without the zero before the point, because most numbers here are between -1 and 1. */
  static String number(double value, int digits) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return Math.abs(value) < 1000
        ? String.format(Locale.ROOT, "%." + digits + "f", value)
            .replaceFirst("^(-?)0\\.", "$1.")
            .replaceFirst("^-(\\.0*)$", "$1")
        : String.format(Locale.ROOT, "%.2e", value);
  }

  static String signed(double value, int digits) {
    String text = number(value, digits);
    return text.startsWith("-") ? text : "+" + text; // NaN is "-"
  }

  /** A text in lines of at most 80 columns; all but the first are indented. */
  static List<String> wrapped(String sentence) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : sentence.replace(" %", NO_BREAK + "%").split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line = new StringBuilder(" ");
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    lines.replaceAll(text -> text.replace(NO_BREAK, " "));
    return lines;
  }

  static String percent(double level) {
    return String.format(Locale.ROOT, "%.4g", 100 * level).replaceFirst("\\.?0+$", "") + " %";
  }
}
