package org.transferability.report.evaluation;

import java.util.Locale;

/** Formats numbers of an evaluation for the console. */
final class EvaluationText {
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

  static String percent(double level) {
    return String.format(Locale.ROOT, "%.4g", 100 * level).replaceFirst("\\.?0+$", "") + " %";
  }
}
