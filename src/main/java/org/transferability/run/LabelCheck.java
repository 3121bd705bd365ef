package org.transferability.run;

import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;
import org.transferability.read.LabelColumn;
import org.transferability.read.label.LabelTable;

/**
 * Whether the labels of a target are in random order, and those of sampled rows like the others.
 *
 * <pre>
 *   z      = (m1 - m0) / (s sqrt(1 / n1 + 1 / n0))   means of n1 sampled rows and of n0 others
 *   spread = MSB / MSW                               between and within U units of rows
 * </pre>
 *
 * <p>s is the standard deviation of all labels. In random order the spread is 1 with a standard
 * error of about sqrt(2 / (U - 1)). In any other order, n rows of whole units count like n / spread
 * random rows (the design effect of a cluster sample, Kish 1965), which z does not see where it is
 * small by chance.
 *
 * @param target the name of the target
 * @param z of the output for which it is farthest from 0
 * @param spread of the output for which it is the largest; NaN if the order of the rows is unknown
 * @param units U, 0 if the order of the rows is unknown
 */
record LabelCheck(String target, double z, double spread, long units) {
  private static final double FAR = 4; // standard errors
  private static final double RELEVANT = 1.5;

  /**
   * Checks every target of a table.
   *
   * @param sampled numbers of the sampled rows
   * @param unit rows of a unit; 0 if the table is not in the order from which units were chosen
   */
  static List<LabelCheck> of(LabelTable table, RoaringBitmap sampled, long unit) {
    Sums[] sums = new Sums[table.outputs()];
    double[] labels = new double[table.outputs()];
    for (int k = 0; k < sums.length; k++) {
      sums[k] = new Sums(unit);
    }
    for (int row = 0; row < table.rows(); row++) {
      table.copyLabels(row, labels, 0);
      boolean chosen = sampled.contains(row);
      for (int k = 0; k < sums.length; k++) {
        sums[k].add(row, labels[k], chosen);
      }
    }
    List<LabelCheck> checks = new ArrayList<>();
    int output = 0;
    for (LabelColumn column : table.columns()) {
      double z = 0;
      double spread = unit == 0 ? Double.NaN : 0;
      for (int k = output; k < output + column.width(); k++) {
        z = Math.abs(sums[k].z()) > Math.abs(z) ? sums[k].z() : z;
        spread = Math.max(spread, sums[k].spread());
      }
      long units = unit == 0 ? 0 : (table.rows() + unit - 1) / unit;
      checks.add(new LabelCheck(column.name(), z, spread, units));
      output += column.width();
    }
    return checks;
  }

  /** Whether the rows are visibly not in random order. */
  boolean isSorted() {
    return units > 1 && spread > Math.max(RELEVANT, 1 + FAR * Math.sqrt(2.0 / (units - 1)));
  }

  /** Whether the sampled labels are visibly others. */
  boolean isFar() {
    return Math.abs(z) > FAR;
  }

  /** Sums of one output, around its first label. NaN labels do not count. */
  private static final class Sums {
    private final long unit;
    private double shift = Double.NaN;
    private final double[] sum = new double[2];
    private final long[] count = new long[2];
    private double squares;
    private double between;
    private long units;
    private double unitSum;
    private long unitCount;
    private long unitEnd;

    Sums(long unit) {
      this.unit = unit;
      this.unitEnd = unit;
    }

    void add(int row, double label, boolean chosen) {
      if (unit > 0 && row == unitEnd) {
        endUnit();
        unitEnd += unit;
      }
      if (Double.isNaN(label)) {
        return;
      }
      shift = Double.isNaN(shift) ? label : shift;
      double x = label - shift;
      sum[chosen ? 1 : 0] += x;
      count[chosen ? 1 : 0]++;
      squares += x * x;
      unitSum += x;
      unitCount++;
    }

    private void endUnit() {
      if (unitCount > 0) {
        between += unitSum * unitSum / unitCount;
        units++;
      }
      unitSum = 0;
      unitCount = 0;
    }

    private double total() {
      return squares - square(sum[0] + sum[1]) / (count[0] + count[1]);
    }

    double z() {
      double variance = total() / (count[0] + count[1] - 1);
      double error = Math.sqrt(variance * (1.0 / count[0] + 1.0 / count[1]));
      return error > 0 && error < Double.POSITIVE_INFINITY
          ? (sum[1] / count[1] - sum[0] / count[0]) / error
          : 0;
    }

    double spread() {
      if (unit == 0) {
        return Double.NaN;
      }
      endUnit();
      long rows = count[0] + count[1];
      double ofUnits = between - square(sum[0] + sum[1]) / rows;
      double within = total() - ofUnits;
      if (units < 2 || rows <= units || !(ofUnits > 0)) {
        return 1;
      }
      return within > 0
          ? ofUnits / (units - 1) / (within / (rows - units))
          : Double.POSITIVE_INFINITY;
    }

    private static double square(double x) {
      return x * x;
    }
  }
}
