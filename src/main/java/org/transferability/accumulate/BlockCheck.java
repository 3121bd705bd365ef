package org.transferability.accumulate;

/** Checks a block of rows before any of it is added. */
final class BlockCheck {
  private BlockCheck() {}

  /**
   * @param features row-major, count x d
   * @param labels row-major, count x Q
   * @throws IllegalArgumentException if a feature is not finite, a label is infinite, or one is
   *     missing (NaN) in a group of which every row has its labels
   */
  static void require(double[] features, int d, double[] labels, LabelLayout layout, int count) {
    for (int at = 0; at < count * d; at++) {
      if (!Double.isFinite(features[at])) {
        throw new IllegalArgumentException(
            "Cannot accumulate features: expected finite numbers, found "
                + features[at]
                + " (row "
                + at / d
                + " of the block, number "
                + (at % d + 1)
                + " of its features)");
      }
    }
    int q = layout.outputs();
    for (int at = 0; at < count * q; at++) {
      int group = layout.groupOf(at % q);
      if (Double.isNaN(labels[at]) && layout.side(group) == LabelLayout.Side.NONE) {
        throw new IllegalArgumentException(
            "Cannot accumulate labels: expected a group without missing labels, found NaN (group "
                + group
                + ", row "
                + at / q
                + " of the block)");
      }
      if (Double.isInfinite(labels[at])) {
        throw new IllegalArgumentException(
            "Cannot accumulate labels: expected a finite label, or NaN, found infinity (row "
                + at / q
                + " of the block, number "
                + (at % q + 1)
                + " of its labels)");
      }
    }
  }
}
