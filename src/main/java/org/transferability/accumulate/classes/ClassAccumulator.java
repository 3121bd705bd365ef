package org.transferability.accumulate.classes;

import java.util.Arrays;
import org.transferability.accumulate.FourthMoments;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.accumulate.OwnRows;

/**
 * Accumulates blocks of rows in addition to a {@link MomentsAccumulator} and returns {@link
 * ClassMoments}: for each target the rows of each class of its labels, for each group of targets
 * the fourth moments.
 *
 * <p>Cost a row: d additions a target, and d^2/2 multiply-adds a target if scatters are kept (a row
 * belongs to only one class). Not safe for use by several threads.
 */
public final class ClassAccumulator {
  private final int d;
  private final ClassLayout layout;
  private final OpenTarget[] targets;
  private final OpenGroup[] groups;

  /** Classes of one target, in the order of their cells. */
  private static final class OpenTarget {
    private long[] cells = new long[8];
    private OpenClass[] classes = new OpenClass[8];
    private int count;

    OpenClass of(long cell, int d, ClassLayout.Keep keep) {
      int at = Arrays.binarySearch(cells, 0, count, cell);
      if (at >= 0) {
        return classes[at];
      }
      at = -1 - at;
      if (count == cells.length) {
        cells = Arrays.copyOf(cells, 2 * count);
        classes = Arrays.copyOf(classes, 2 * count);
      }
      System.arraycopy(cells, at, cells, at + 1, count - at);
      System.arraycopy(classes, at, classes, at + 1, count - at);
      cells[at] = cell;
      classes[at] = new OpenClass(d, keep);
      count++;
      return classes[at];
    }
  }

  /** Sums of one group about a shift, the mean of the rows that it has in the first block. */
  private static final class OpenGroup {
    private final double[] shift;
    private final double[] shifted;
    private final double[] sums;
    private final double[] cube;
    private double fourth;
    private long rows;

    OpenGroup(int d) {
      this.shift = new double[d];
      this.shifted = new double[d];
      this.sums = new double[d];
      this.cube = new double[d];
    }

    void add(double[] features, int at) {
      double square = 0;
      for (int i = 0; i < shift.length; i++) {
        double value = features[at + i] - shift[i];
        shifted[i] = value;
        square += value * value;
      }
      for (int i = 0; i < shift.length; i++) {
        sums[i] += shifted[i];
        cube[i] += square * shifted[i];
      }
      fourth += square * square;
      rows++;
    }
  }

  public ClassAccumulator(int d, ClassLayout layout) {
    this.d = d;
    this.layout = layout;
    this.targets = new OpenTarget[layout.targets().size()];
    Arrays.setAll(targets, t -> new OpenTarget());
    this.groups = new OpenGroup[layout.groupCount()];
    Arrays.setAll(groups, g -> new OpenGroup(d));
  }

  /**
   * Adds a block. It must be called before {@link MomentsAccumulator#add}, which overwrites
   * features.
   *
   * @param features row-major, rows x d, finite; not modified
   * @param labels row-major, rows x Q, NaN where missing; not modified
   */
  public void add(double[] features, double[] labels, int outputs, int count) {
    fixShifts(features, labels, outputs, count);
    boolean[] counted = new boolean[groups.length];
    for (int r = 0; r < count; r++) {
      Arrays.fill(counted, false);
      for (int t = 0; t < targets.length; t++) {
        long cell = layout.targets().get(t).cellOf(labels, r * outputs);
        if (cell < 0) {
          continue;
        }
        OpenGroup group = groups[layout.groups().get(t)];
        if (!counted[layout.groups().get(t)]) {
          group.add(features, r * d);
          counted[layout.groups().get(t)] = true;
        }
        targets[t].of(cell, d, layout.keep()).add(features, r * d, group.shifted, group.shift);
      }
    }
  }

  private void fixShifts(double[] features, double[] labels, int outputs, int count) {
    boolean[] fixed = new boolean[groups.length];
    for (int t = 0; t < targets.length; t++) {
      int group = layout.groups().get(t);
      if (groups[group].rows > 0 || fixed[group]) {
        continue;
      }
      fixed[group] = true;
      int[] present = new int[count];
      int rows = 0;
      for (int r = 0; r < count; r++) {
        if (layout.targets().get(t).cellOf(labels, r * outputs) >= 0) {
          present[rows++] = r;
        }
      }
      if (rows > 0) {
        OwnRows.fixShift(groups[group].shift, features, 0, present, rows);
      }
    }
  }

  /**
   * Finishes.
   *
   * @param moments of exactly the same rows
   */
  public ClassMoments finish(Moments moments) {
    ClassPart[][] parts = new ClassPart[targets.length][];
    long[][] cells = new long[targets.length][];
    for (int t = 0; t < parts.length; t++) {
      OpenTarget target = targets[t];
      cells[t] = Arrays.copyOf(target.cells, target.count);
      parts[t] = new ClassPart[target.count];
      double[] shift = groups[layout.groups().get(t)].shift;
      Arrays.setAll(parts[t], c -> target.classes[c].finish(shift));
      targets[t] = null;
    }
    FourthMoments[] fourths = new FourthMoments[groups.length];
    for (int g = 0; g < fourths.length; g++) {
      OpenGroup open = groups[g];
      fourths[g] =
          open.rows == 0
              ? FourthMoments.empty(d)
              : FourthMoments.of(
                  open.rows,
                  open.shift,
                  open.sums,
                  open.fourth,
                  open.cube,
                  moments.target(g).scatter());
    }
    return new ClassMoments(d, cells, parts, fourths);
  }
}
