package org.transferability.importing.source;

/**
 * Numbers of a row that belong together.
 *
 * @param name of the column, or null: an array has no names
 * @param width numbers a row
 * @param shape their shape: {@code 2 x 3}, without axes of length 1; empty if there is one axis
 */
public record NumberColumn(String name, int width, String shape) {
  public static NumberColumn scalar(String name) {
    return new NumberColumn(name, 1, "");
  }

  /** The text of a shape, outermost axis first. */
  public static String shape(long[] axes, int first, int end) {
    StringBuilder text = new StringBuilder();
    int found = 0;
    for (int axis = first; axis < end; axis++) {
      if (axes[axis] != 1) {
        text.append(found++ == 0 ? "" : " x ").append(axes[axis]);
      }
    }
    return found < 2 ? "" : text.toString();
  }
}
