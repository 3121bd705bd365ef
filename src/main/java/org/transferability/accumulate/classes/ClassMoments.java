package org.transferability.accumulate.classes;

import java.util.Arrays;
import org.transferability.accumulate.FourthMoments;
import org.transferability.accumulate.Moments;
import org.transferability.linear.SymmetricMatrix;

/**
 * Statistics of classes of labels in addition to {@link Moments} of the same rows: mergeable,
 * immutable, created by {@link ClassAccumulator}.
 */
public final class ClassMoments {
  private final int d;
  private final long[][] cells;
  private final ClassPart[][] parts;
  private final FourthMoments[] fourths;

  /** The arrays are not copied; cells are ascending. */
  ClassMoments(int d, long[][] cells, ClassPart[][] parts, FourthMoments[] fourths) {
    this.d = d;
    this.cells = cells;
    this.parts = parts;
    this.fourths = fourths;
  }

  /**
   * The classes of the rows of both.
   *
   * @param ofA moments of the rows of {@code a}, whose scatters the merge needs
   * @param ofB moments of those of {@code b}
   */
  public static ClassMoments merge(ClassMoments a, Moments ofA, ClassMoments b, Moments ofB) {
    if (a.d != b.d || a.cells.length != b.cells.length || a.fourths.length != b.fourths.length) {
      throw new IllegalArgumentException(
          "Cannot merge classes: expected %d features, %d targets, found %d, %d"
              .formatted(a.d, a.cells.length, b.d, b.cells.length));
    }
    long[][] cells = new long[a.cells.length][];
    ClassPart[][] parts = new ClassPart[a.cells.length][];
    for (int t = 0; t < cells.length; t++) {
      mergeTarget(a, b, t, cells, parts);
    }
    FourthMoments[] fourths = new FourthMoments[a.fourths.length];
    for (int g = 0; g < fourths.length; g++) {
      boolean one = a.fourths[g].rows() == 0 || b.fourths[g].rows() == 0;
      SymmetricMatrix left = one ? null : ofA.target(g).scatter();
      SymmetricMatrix right = one ? null : ofB.target(g).scatter();
      fourths[g] = a.fourths[g].merge(left, b.fourths[g], right);
    }
    return new ClassMoments(a.d, cells, parts, fourths);
  }

  /** Both lists of cells, ascending, merged. */
  private static void mergeTarget(
      ClassMoments a, ClassMoments b, int t, long[][] cells, ClassPart[][] parts) {
    long[] x = a.cells[t];
    long[] y = b.cells[t];
    long[] merged = new long[x.length + y.length];
    ClassPart[] mergedParts = new ClassPart[merged.length];
    int count = 0;
    for (int i = 0, j = 0; i < x.length || j < y.length; count++) {
      boolean takeA = j == y.length || (i < x.length && x[i] <= y[j]);
      boolean takeB = i == x.length || (j < y.length && y[j] <= x[i]);
      merged[count] = takeA ? x[i] : y[j];
      if (takeA && takeB) {
        mergedParts[count] = a.parts[t][i++].merge(b.parts[t][j++]);
      } else {
        mergedParts[count] = takeA ? a.parts[t][i++] : b.parts[t][j++];
      }
    }
    cells[t] = Arrays.copyOf(merged, count);
    parts[t] = Arrays.copyOf(mergedParts, count);
  }

  /** d. */
  public int width() {
    return d;
  }

  int targets() {
    return cells.length;
  }

  int groups() {
    return fourths.length;
  }

  long[] cells(int target) {
    return cells[target];
  }

  ClassPart[] parts(int target) {
    return parts[target];
  }

  FourthMoments fourth(int group) {
    return fourths[group];
  }

  /** The classes of one target, as numbered by the layout. */
  public TargetClasses target(int target) {
    return new TargetClasses(d, parts[target]);
  }

  /** sum_i ||f_i - mean||^4 over the rows of a group of targets. */
  public double fourthMoment(int group) {
    return fourths[group].fourth();
  }

  /** A compact serialised form; see {@link #fromBytes}. */
  public byte[] toBytes() {
    return ClassBytes.write(this);
  }

  /** Reads the result of {@link #toBytes}, bit for bit. */
  public static ClassMoments fromBytes(byte[] bytes) {
    return ClassBytes.read(bytes);
  }
}
