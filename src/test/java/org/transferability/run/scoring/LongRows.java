package org.transferability.run.scoring;

import java.util.Arrays;

/**
 * Columns of numbers of 106 bits, each the sum of two doubles (Dekker, Numerische Mathematik 18,
 * 1971), and their QR factorisation by Gram and Schmidt, each column made orthogonal twice: an
 * independent way to least squares with 32 digits. Dependent columns are left out.
 */
final class LongRows {
  /** A column is dependent if so little of it is left; data in doubles that vary have 1e-17. */
  private static final double DEPENDENT = 1e-22;

  final int rows;
  final double[][] high;
  final double[][] low;

  LongRows(int rows, int columns) {
    this.rows = rows;
    this.high = new double[columns][rows];
    this.low = new double[columns][rows];
  }

  int columns() {
    return high.length;
  }

  /** {a, b} as a normalised sum. */
  static double[] sum(double a, double b) {
    double s = a + b;
    double t = s - a;
    return new double[] {s, (a - (s - t)) + (b - t)};
  }

  static double[] add(double[] x, double[] y) {
    double[] s = sum(x[0], y[0]);
    return sum(s[0], s[1] + x[1] + y[1]);
  }

  static double[] times(double[] x, double[] y) {
    double p = x[0] * y[0];
    return sum(p, Math.fma(x[0], y[0], -p) + x[0] * y[1] + x[1] * y[0]);
  }

  static double[] over(double[] x, double[] y) {
    double q = x[0] / y[0];
    double[] rest = add(x, times(new double[] {-q, 0}, y));
    double r = rest[0] / y[0];
    rest = add(rest, times(new double[] {-r, 0}, y));
    return add(sum(q, r), new double[] {rest[0] / y[0], 0});
  }

  static double[] root(double[] x) {
    if (x[0] <= 0) {
      return new double[2];
    }
    double r = Math.sqrt(x[0]);
    double[] rest = add(x, times(new double[] {-r, 0}, new double[] {r, 0}));
    return sum(r, rest[0] / (2 * r));
  }

  double[] at(int row, int column) {
    return new double[] {high[column][row], low[column][row]};
  }

  void set(int row, int column, double[] x) {
    high[column][row] = x[0];
    low[column][row] = x[1];
  }

  static double[] dot(LongRows a, int i, LongRows b, int j) {
    double s = 0;
    double t = 0;
    double[] ah = a.high[i];
    double[] al = a.low[i];
    double[] bh = b.high[j];
    double[] bl = b.low[j];
    for (int r = 0; r < a.rows; r++) {
      double p = ah[r] * bh[r];
      double e = Math.fma(ah[r], bh[r], -p) + ah[r] * bl[r] + al[r] * bh[r];
      double u = s + p;
      double v = u - s;
      t += (s - (u - v)) + (p - v) + e;
      s = u;
      double w = s + t;
      t -= w - s;
      s = w;
    }
    return new double[] {s, t};
  }

  /** This column less c times another's. */
  void subtract(int j, double[] c, LongRows other, int i) {
    double[] yh = high[j];
    double[] yl = low[j];
    double[] xh = other.high[i];
    double[] xl = other.low[i];
    for (int r = 0; r < rows; r++) {
      double p = -c[0] * xh[r];
      double e = Math.fma(-c[0], xh[r], -p) - c[0] * xl[r] - c[1] * xh[r];
      double u = yh[r] + p;
      double v = u - yh[r];
      double f = (yh[r] - (u - v)) + (p - v) + yl[r] + e;
      yh[r] = u + f;
      yl[r] = f - (yh[r] - u);
    }
  }

  private void divide(int j, double[] by) {
    for (int r = 0; r < rows; r++) {
      set(r, j, over(at(r, j), by));
    }
  }

  LongRows copy() {
    LongRows copy = new LongRows(rows, columns());
    for (int j = 0; j < columns(); j++) {
      System.arraycopy(high[j], 0, copy.high[j], 0, rows);
      System.arraycopy(low[j], 0, copy.low[j], 0, rows);
    }
    return copy;
  }

  LongRows transposed() {
    LongRows t = new LongRows(columns(), rows);
    for (int j = 0; j < columns(); j++) {
      for (int r = 0; r < rows; r++) {
        t.set(j, r, at(r, j));
      }
    }
    return t;
  }

  /** Q, the columns that are independent, and R on them; {@code kept} names them. */
  record Factors(LongRows q, double[][][] r, int[] kept) {}

  /** Gram and Schmidt, columns in order. */
  Factors qr() {
    LongRows q = copy();
    int count = columns();
    int[] kept = new int[count];
    double[][][] r = new double[count][count][2];
    int rank = 0;
    for (int j = 0; j < count; j++) {
      double before = root(dot(this, j, this, j))[0];
      double[][] column = new double[count][2];
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < rank; i++) {
          double[] c = dot(q, kept[i], q, j);
          q.subtract(j, c, q, kept[i]);
          column[i] = add(column[i], c);
        }
      }
      double[] norm = root(dot(q, j, q, j));
      if (norm[0] > DEPENDENT * before) {
        q.divide(j, norm);
        column[rank] = norm;
        r[rank] = column;
        kept[rank++] = j;
      }
    }
    return new Factors(q, r, Arrays.copyOf(kept, rank));
  }
}
