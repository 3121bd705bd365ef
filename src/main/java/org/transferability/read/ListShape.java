package org.transferability.read;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the numbers of a row are nested: the lengths of its lists of lists, from the outermost
 * inwards, if all lists of one depth have the same length. Two shapes such as 2 x 3 and 3 x 2 may
 * have equally many numbers with different meanings.
 *
 * @param lengths at least two; none for {@link #FLAT}
 */
public record ListShape(List<Integer> lengths) implements Serializable {
  /** One list of any length, or a number, vector or byte string, without nesting. */
  public static final ListShape FLAT = new ListShape(List.of());

  public ListShape {
    lengths = List.copyOf(lengths);
  }

  public boolean isFlat() {
    return lengths.isEmpty();
  }

  /** Numbers a row; 0 for {@link #FLAT}. */
  int values() {
    return lengths.isEmpty()
        ? 0
        : lengths.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
  }

  /** The repetition levels of a row: the depth of the list that each number continues, 0 first. */
  byte[] repetitionLevels() {
    byte[] levels = new byte[values()];
    for (int i = 1; i < levels.length; i++) {
      int level = lengths.size();
      int place = i;
      while (place % lengths.get(level - 1) == 0) {
        place /= lengths.get(level - 1);
        level--;
      }
      levels[i] = (byte) level;
    }
    return levels;
  }

  /** Such as {@code 2 x 3}. */
  @Override
  public String toString() {
    return lengths.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }
}
