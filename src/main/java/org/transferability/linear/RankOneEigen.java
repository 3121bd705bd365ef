package org.transferability.linear;

/**
 * The eigenvalues of diag(w) + z z', each as accurate as w itself however large z is.
 *
 * <p>They are the roots, one between each two neighbours of w and one above the largest, of
 *
 * <pre>f(t) = 1 + sum_i z_i^2 / (w_i - t),     u_j = (diag(w) - t_j I)^-1 z / norm</pre>
 *
 * <p>and the u_j are their eigenvectors (Golub, "Some Modified Matrix Eigenvalue Problems", SIAM
 * Review 15, 1973). Every root is sought as its distance from the nearer neighbour, so that w_i - t
 * keeps its digits, by the rational interpolation of Bunch, Nielsen and Sorensen, "Rank-One
 * Modification of the Symmetric Eigenproblem", Numerische Mathematik 31, 1978, within a bracket
 * that is halved where a step leaves it. Equal w_i are rotated until only one of them has a part in
 * z; the others stay eigenvalues.
 *
 * <p>Cost: about 6 k^2 divisions for k eigenvalues, and k^2 q multiply-adds for the projections.
 */
public final class RankOneEigen {
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
   * @param w ascending, k numbers; not modified
   * @param z k numbers; overwritten
   * @param b k x q column-major; overwritten by U'b, row j belonging to eigenvalue j
   */
  public static RankOneEigen of(double[] w, double[] z, double[] b, int q) {
    int k = w.length;
    rotateEqual(w, z, b, q);
    int[] active = new int[k];
    int count = 0;
    double squares = 0;
    for (int i = 0; i < k; i++) {
      if (z[i] * z[i] >= Double.MIN_NORMAL) {
        active[count++] = i;
        squares += z[i] * z[i];
      }
    }
    double[] values = w.clone();
    double[] along = new double[k];
    double[] pole = new double[count];
    double[] weight = new double[count];
    for (int a = 0; a < count; a++) {
      pole[a] = w[active[a]];
      weight[a] = z[active[a]];
    }
    double[] before = new double[Math.multiplyExact(count, q)];
    for (int o = 0; o < q; o++) {
      for (int a = 0; a < count; a++) {
        before[a + o * count] = b[active[a] + o * k];
      }
    }
    int panel = Math.min(count, PANEL);
    double[] vectors = new double[Math.multiplyExact(count, panel)];
    double[] after = new double[Math.multiplyExact(panel, q)];
    Roots roots = new Roots(pole, weight, squares);
    for (int first = 0; first < count; first += panel) {
      int columns = Math.min(panel, count - first);
      for (int c = 0; c < columns; c++) {
        values[active[first + c]] = roots.find(first + c);
        along[active[first + c]] = roots.vector(vectors, c * count);
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

  /** Turns each run of equal w so that the last of it has the whole part in z. */
  private static void rotateEqual(double[] w, double[] z, double[] b, int q) {
    int k = w.length;
    for (int i = 0; i + 1 < k; i++) {
      if (w[i + 1] < w[i]) {
        throw new IllegalArgumentException(
            "Cannot update eigenvalues: expected ascending ones, found "
                + w[i + 1]
                + " after "
                + w[i]);
      }
      if (w[i] != w[i + 1] || z[i] == 0) {
        continue;
      }
      double r = Math.hypot(z[i], z[i + 1]);
      double c = z[i + 1] / r;
      double s = z[i] / r;
      z[i] = 0;
      z[i + 1] = r;
      for (int o = 0; o < q; o++) {
        double upper = b[i + o * k];
        double lower = b[i + 1 + o * k];
        b[i + o * k] = c * upper - s * lower;
        b[i + 1 + o * k] = s * upper + c * lower;
      }
    }
  }

  /** The eigenvalues: number j belongs to row j of U'b; not sorted where some w were equal. */
  public double[] values() {
    return values;
  }

  /** z'u_j for each eigenvalue. */
  public double[] alongUpdate() {
    return alongUpdate;
  }

  /** The roots of f for distinct poles and weights that are not zero. */
  private static final class Roots {
    private final double[] pole;
    private final double[] z;
    private final double squares;
    private final double[] gap;
    private double offset;
    private double f;
    private double size;
    private double slopeBelow;
    private double slopeAbove;
    private double below;
    private double above;

    Roots(double[] pole, double[] z, double squares) {
      this.pole = pole;
      this.z = z;
      this.squares = squares;
      this.gap = new double[pole.length];
    }

    /** The root between pole i and the next; leaves w - root in {@code gap} and {@code offset}. */
    double find(int i) {
      boolean last = i == pole.length - 1;
      double width = last ? squares : pole[i + 1] - pole[i];
      int origin = i;
      double low = 0;
      double high = width;
      from(origin);
      if (!last) {
        evaluate(i, width / 2);
        if (f < 0) {
          origin = i + 1;
          from(origin);
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
          next = low + (high - low) / 2;
        }
        if (next == mu || next == low || next == high) {
          break;
        }
        mu = next;
      }
      offset = mu;
      return pole[origin] + mu;
    }

    private void from(int origin) {
      for (int j = 0; j < gap.length; j++) {
        gap[j] = pole[j] - pole[origin];
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

    /** Writes the eigenvector of the root just found; z'u. */
    double vector(double[] into, int at) {
      double sum = 0;
      for (int j = 0; j < gap.length; j++) {
        double value = z[j] / (gap[j] - offset);
        into[at + j] = value;
        sum += value * value;
      }
      double norm = Math.sqrt(sum);
      for (int j = 0; j < gap.length; j++) {
        into[at + j] /= norm;
      }
      return -1 / norm;
    }
  }
}
