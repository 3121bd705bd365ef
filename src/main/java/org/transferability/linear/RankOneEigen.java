package org.transferability.linear;

import java.util.Arrays;

/**
 * The eigenvalues of diag(w) + z z', each as accurate as w itself for any size of z.
 *
 * <p>They are the roots, one between each two neighbours of w and one above the largest, of
 *
 * <pre>f(t) = 1 + sum_i z_i^2 / (w_i - t),     u_j = (diag(w) - t_j I)^-1 z / norm</pre>
 *
 * <p>and the u_j are their eigenvectors (Golub, "Some Modified Matrix Eigenvalue Problems", SIAM
 * Review 15, 1973). Every root is computed as its distance from the nearer neighbour, so that w_i -
 * t keeps its digits, by the rational interpolation of Bunch, Nielsen and Sorensen, "Rank-One
 * Modification of the Symmetric Eigenproblem", Numerische Mathematik 31, 1978, within a bracket
 * that is divided if a step leaves it.
 *
 * <p>If neighbours of w are close or a z_j is small, the rounding of a root can turn its vector. So
 * the vectors are computed from the z for which the computed roots are exact,
 *
 * <pre>zhat_j^2 = prod_i (t_i - w_j) / prod_{i != j} (w_i - w_j)</pre>
 *
 * <p>(Gu and Eisenstat, "A Stable and Efficient Algorithm for the Rank-One Modification of the
 * Symmetric Eigenproblem", SIAM Journal on Matrix Analysis and Applications 15, 1994). It differs
 * from z by rounding, and its vectors are orthogonal to rounding.
 *
 * <p>Two rules of LAPACK's dlaed2 come first: a w_j whose z_j is small stays an eigenvalue, and two
 * neighbours are rotated until only one of them has a part in z if the element that this leaves off
 * the diagonal is small. In dlaed2 both are small relative to the largest eigenvalue; here they are
 * small relative to sqrt(w_j) and sqrt(w_i w_j), which changes every eigenvalue by rounding
 * relative to itself.
 *
 * <p>Cost: about 8 k^2 divisions for k eigenvalues, and k^2 q multiply-adds for the projections.
 */
public final class RankOneEigen {
  /** Steps after which a bracket is no longer halved but divided at its geometric mean. */
  private static final int HALVINGS = 20;

  private static final int MOST_STEPS = 200;
  private static final int PANEL = 256;

  private final double[] values;
  private final double[] alongUpdate;

  private RankOneEigen(double[] values, double[] alongUpdate) {
    this.values = values;
    this.alongUpdate = alongUpdate;
  }

  /**
   * Decomposes diag(w) + z z'.
   *
   * @param w ascending, k numbers of at least 0; not modified
   * @param z k numbers; overwritten
   * @param b k x q column-major; overwritten by U'b, row j belonging to eigenvalue j
   */
  public static RankOneEigen of(double[] w, double[] z, double[] b, int q) {
    requireAscending(w);
    int k = w.length;
    double[] values = w.clone();
    int[] active = new int[k];
    int count = deflate(values, z, b, q, active);
    double[] along = z.clone();
    double[] pole = new double[count];
    double[] weight = new double[count];
    for (int a = 0; a < count; a++) {
      pole[a] = values[active[a]];
      weight[a] = z[active[a]];
    }
    double[] before = new double[Math.multiplyExact(count, q)];
    for (int o = 0; o < q; o++) {
      for (int a = 0; a < count; a++) {
        before[a + o * count] = b[active[a] + o * k];
      }
    }
    Roots roots = new Roots(pole, weight);
    for (int a = 0; a < count; a++) {
      values[active[a]] = roots.find(a);
    }
    roots.fitUpdate();
    int panel = Math.min(count, PANEL);
    double[] vectors = new double[Math.multiplyExact(count, panel)];
    double[] after = new double[Math.multiplyExact(panel, q)];
    for (int first = 0; first < count; first += panel) {
      int columns = Math.min(panel, count - first);
      for (int c = 0; c < columns; c++) {
        along[active[first + c]] = roots.vector(first + c, vectors, c * count);
      }
      if (q > 0) {
        Blas.blas()
            .dgemm("T", "N", columns, q, count, 1, vectors, count, before, count, 0, after, panel);
      }
      for (int o = 0; o < q; o++) {
        for (int c = 0; c < columns; c++) {
          b[active[first + c] + o * k] = after[c + o * panel];
        }
      }
    }
    return new RankOneEigen(values, along);
  }

  private static void requireAscending(double[] w) {
    for (int i = 0; i + 1 < w.length; i++) {
      if (w[i + 1] < w[i]) {
        throw new IllegalArgumentException(
            "Cannot update eigenvalues: expected ascending ones, found "
                + w[i + 1]
                + " after "
                + w[i]);
      }
    }
  }

  /**
   * Keeps z only for distinct w: skips small z, and rotates close neighbours so that the later one
   * has the whole part in z.
   *
   * @param w overwritten by the diagonal after the rotations; ascending where z is kept
   * @param active receives the positions where z is kept, ascending
   * @return their number
   */
  private static int deflate(double[] w, double[] z, double[] b, int q, int[] active) {
    int count = 0;
    for (int i = 0; i < w.length; i++) {
      boolean small = Math.abs(z[i]) <= Math.ulp(1.0) * Math.sqrt(w[i]);
      if (small || z[i] * z[i] < Double.MIN_NORMAL) {
        continue;
      }
      if (count > 0 && turn(w, z, b, q, active[count - 1], i)) {
        count--;
      }
      active[count++] = i;
    }
    return count;
  }

  /** Moves the part in z of position i to position j, if the remainder is rounding of w. */
  private static boolean turn(double[] w, double[] z, double[] b, int q, int i, int j) {
    double r = Math.hypot(z[i], z[j]);
    double c = z[j] / r;
    double s = z[i] / r;
    double gap = w[j] - w[i];
    if (gap * Math.abs(c * s) > Math.ulp(1.0) * Math.sqrt(w[i]) * Math.sqrt(w[j])) {
      return false;
    }
    z[i] = 0;
    z[j] = r;
    w[j] = Math.min(w[j], w[i] + gap * c * c);
    w[i] += gap * s * s;
    int k = w.length;
    for (int o = 0; o < q; o++) {
      double upper = b[i + o * k];
      double lower = b[j + o * k];
      b[i + o * k] = c * upper - s * lower;
      b[j + o * k] = s * upper + c * lower;
    }
    return true;
  }

  /** The eigenvalues: number j belongs to row j of U'b; not sorted if some w were close. */
  public double[] values() {
    return values;
  }

  /** z'u_j for each eigenvalue. */
  public double[] alongUpdate() {
    return alongUpdate;
  }

  /** The roots of f for distinct poles and weights that are not small. */
  private static final class Roots {
    private final double[] pole;
    private final double[] z;
    private final double squares;
    private final double[] gap;
    private final int[] origin;
    private final double[] offset;
    private final double[] fitted;
    private double f;
    private double size;
    private double slopeBelow;
    private double slopeAbove;
    private double below;
    private double above;

    Roots(double[] pole, double[] z) {
      int k = pole.length;
      this.pole = pole;
      this.z = z;
      double sum = 0;
      for (double value : z) {
        sum += value * value;
      }
      this.squares = sum * (1 + k * Math.ulp(1.0)); // the last root is not beyond it
      this.gap = new double[k];
      this.origin = new int[k];
      this.offset = new double[k];
      this.fitted = new double[k];
      Arrays.fill(fitted, 1);
    }

    /** The root between pole i and the next. */
    double find(int i) {
      boolean last = i == pole.length - 1;
      double width = last ? squares : pole[i + 1] - pole[i];
      origin[i] = i;
      double low = 0;
      double high = width;
      from(i);
      if (!last) {
        evaluate(i, width / 2);
        if (f < 0) {
          origin[i] = i + 1;
          from(i);
          low = -width / 2;
          high = 0;
        } else {
          high = width / 2;
        }
      }
      double mu = last ? width / 2 : low + (high - low) / 2;
      for (int step = 0; step < MOST_STEPS; step++) {
        evaluate(i, mu);
        if (Math.abs(f) <= Math.ulp(1.0) * size) {
          break;
        }
        if (f < 0) {
          low = mu;
        } else {
          high = mu;
        }
        double next = mu + step(i, mu, last);
        if (!(next > low && next < high)) {
          next = step < HALVINGS ? low + (high - low) / 2 : geometricMean(low, high);
        }
        if (next == mu || next == low || next == high) {
          break;
        }
        mu = next;
      }
      offset[i] = mu;
      divide(i);
      return pole[origin[i]] + mu;
    }

    /** Between two numbers of one sign, one of which may be 0. */
    private static double geometricMean(double low, double high) {
      double small = Math.max(Double.MIN_NORMAL, Math.min(Math.abs(low), Math.abs(high)));
      double large = Math.max(Math.abs(low), Math.abs(high));
      if (large < 4 * small) {
        return low + (high - low) / 2;
      }
      return Math.copySign(Math.sqrt(small) * Math.sqrt(large), low + high);
    }

    /**
     * Multiplies the factors of root i into the products zhat_j^2: (t_i - w_j) / (w_i - w_j) of the
     * poles above the root, and (t_i - w_j) / (w_{i+1} - w_j) of those below, both below 1; of the
     * last root t_i - w_j alone.
     */
    private void divide(int i) {
      boolean last = i == pole.length - 1;
      for (int j = 0; j <= i; j++) {
        double distance = offset[i] - gap[j];
        fitted[j] *= last ? distance : distance / (pole[i + 1] - pole[j]);
      }
      for (int j = i + 1; j < pole.length; j++) {
        fitted[j] *= (gap[j] - offset[i]) / (pole[j] - pole[i]);
      }
    }

    /** After all roots are computed: replaces z by the zhat for which they are exact. */
    void fitUpdate() {
      for (int j = 0; j < z.length; j++) {
        z[j] = Math.copySign(Math.sqrt(fitted[j]), z[j]);
      }
    }

    private void from(int i) {
      for (int j = 0; j < gap.length; j++) {
        gap[j] = pole[j] - pole[origin[i]];
      }
    }

    /** f at origin + mu, its parts from the poles up to i and above, and their slopes. */
    private void evaluate(int i, double mu) {
      below = 0;
      above = 0;
      slopeBelow = 0;
      slopeAbove = 0;
      for (int j = 0; j <= i; j++) {
        double ratio = z[j] / (gap[j] - mu);
        below += z[j] * ratio;
        slopeBelow += ratio * ratio;
      }
      for (int j = i + 1; j < gap.length; j++) {
        double ratio = z[j] / (gap[j] - mu);
        above += z[j] * ratio;
        slopeAbove += ratio * ratio;
      }
      f = 1 + below + above;
      size = 1 - below + above;
    }

    /**
     * The step to the root of 1 + r + s / (a - t) + R + S / (b - t), which has the values and
     * slopes of both parts of f at mu; a and b are the distances of the poles on both sides.
     */
    private double step(int i, double mu, boolean last) {
      double a = gap[i] - mu;
      double s = a * a * slopeBelow;
      if (last) {
        double c = 1 + below - a * slopeBelow;
        return a + s / c;
      }
      double b = gap[i + 1] - mu;
      double t = b * b * slopeAbove;
      double c = 1 + below - a * slopeBelow + above - b * slopeAbove;
      // c (a - t)(b - t) + s (b - t) + S (a - t) = 0, the root between a and b
      double linear = c * (a + b) + s + t;
      double constant = c * a * b + s * b + t * a;
      double root = Math.sqrt(Math.max(0, linear * linear - 4 * c * constant));
      return linear > 0 ? 2 * constant / (linear + root) : (linear - root) / (2 * c);
    }

    /** Writes the eigenvector of root i, of length 1; z'u. */
    double vector(int i, double[] into, int at) {
      double sum = 0;
      double from = pole[origin[i]];
      for (int j = 0; j < z.length; j++) {
        double value = z[j] / ((pole[j] - from) - offset[i]);
        into[at + j] = value;
        sum += value * value;
      }
      double norm = Math.sqrt(sum);
      for (int j = 0; j < z.length; j++) {
        into[at + j] /= norm;
      }
      return -1 / norm;
    }
  }
}
