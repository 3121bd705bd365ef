package org.transferability.read.id;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The least and the greatest of some ids.
 *
 * @param kind how they are stored: LONG or TEXT
 * @param distinct whether they are known to be distinct
 * @param least as a number, 0 for texts
 * @param greatest as a number, 0 for texts
 * @param leastText in bytes, empty for numbers
 * @param greatestText in bytes, empty for numbers
 */
public record IdSpan(
    IdKind kind, boolean distinct, long least, long greatest, byte[] leastText, byte[] greatestText)
    implements Serializable {
  public IdSpan {
    Objects.requireNonNull(kind, "kind");
  }

  /** Whether spans of the same kind prove that no id is in two of them, or twice in one. */
  public static boolean showDistinct(List<IdSpan> spans) {
    List<IdSpan> sorted = spans.stream().sorted(IdSpan::compareLeast).toList();
    for (int i = 0; i < sorted.size(); i++) {
      IdSpan span = sorted.get(i);
      if (!span.distinct || (i > 0 && !sorted.get(i - 1).isBelow(span))) {
        return false;
      }
    }
    return true;
  }

  private int compareLeast(IdSpan other) {
    return kind == IdKind.LONG
        ? Long.compare(least, other.least)
        : Arrays.compareUnsigned(leastText, other.leastText);
  }

  private boolean isBelow(IdSpan other) {
    return kind == IdKind.LONG
        ? greatest < other.least
        : Arrays.compareUnsigned(greatestText, other.leastText) < 0;
  }
}
