package org.transferability.sql;

import java.nio.ByteBuffer;
import org.transferability.read.page.Float16Check;
import org.transferability.study.InputException;

/** A row of a group, decoded and checked. The first row determines the shape of all rows. */
final class GroupRow {
  private final String function;
  private double[] features = new double[0];
  private double[] labels = new double[0];
  private Float16Check float16; // null before the first packed row

  /**
   * @param function its name, for messages
   */
  GroupRow(String function) {
    this.function = function;
  }

  /** d; 0 before the first row. */
  int width() {
    return features.length;
  }

  /** q; 0 before the first row. */
  int outputs() {
    return labels.length;
  }

  /** The features of the row that was read last. Not copied. */
  double[] features() {
    return features;
  }

  /** Its labels. Not copied. */
  double[] labels() {
    return labels;
  }

  /**
   * Reads a row.
   *
   * @return false if a label is missing (NaN); such a row is ignored, whatever its width
   */
  boolean read(CatalystNumbers featureForm, Object f, CatalystNumbers labelForm, Object y) {
    int q = labelForm.width(y);
    if (labelForm.hasMissing(y)) {
      return false;
    }
    int d = featureForm.width(f);
    if (width() == 0) {
      begin(d, q);
    }
    if (d != width() || q != outputs()) {
      throw new InputException(
          "Cannot aggregate %s: expected %d features and %d labels, as in the group's first row, found %s and %d (a probable cause: rows of several sources in one group; add GROUP BY source)"
              .formatted(function, width(), outputs(), name(d), q));
    }
    labelForm.copy(y, labels, 0);
    requireFinite("labels", labels);
    requireFloat32(featureForm, f);
    featureForm.copy(f, features, 0);
    requireFinite("features", features);
    return true;
  }

  private void requireFloat32(CatalystNumbers featureForm, Object f) {
    if (!featureForm.isPacked()) {
      return;
    }
    if (float16 == null) {
      float16 = new Float16Check();
    }
    if (!float16.isDecided() && float16.add(ByteBuffer.wrap((byte[]) f))) {
      throw new InputException(
          "Cannot aggregate %s: expected packed float32, found %s%s"
              .formatted(function, Float16Check.FOUND, Float16Check.ADVICE));
    }
  }

  private static String name(int width) {
    return width < 0
        ? "bytes that are not float32, because their number is not a multiple of four (float16 numbers must be converted)"
        : Integer.toString(width);
  }

  private void begin(int d, int q) {
    if (d < 1 || q < 1) {
      throw new InputException(
          "Cannot aggregate %s: expected at least one feature and one label, found %s and %d"
              .formatted(function, name(d), q));
    }
    features = new double[d];
    labels = new double[q];
  }

  /** Joins rows of another part of the group, of this shape. */
  void join(int d, int q) {
    if (width() == 0) {
      begin(d, q);
    }
    if (d != width() || q != outputs()) {
      throw new InputException(
          "Cannot aggregate %s: expected %d features and %d labels, as in the rest of the group, found %d and %d (a probable cause: rows of several sources in one group; add GROUP BY source)"
              .formatted(function, width(), outputs(), d, q));
    }
  }

  /** The message of jobs/score for an infinite number. */
  private void requireFinite(String what, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        String wrong =
            Double.isNaN(values[i])
                ? "expected finite %s, found null or NaN (element %d)".formatted(what, i)
                : what.equals("labels")
                    ? "expected a finite label, or null or NaN, found infinity (element %d)"
                        .formatted(i)
                    : "expected finite numbers, found %s at index %d of the %s"
                        .formatted(values[i], i, what);
        throw new InputException(
            "Cannot aggregate %s: %s; exclude such rows by WHERE or FILTER"
                .formatted(function, wrong));
      }
    }
  }
}
