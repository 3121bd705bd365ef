package org.transferability.accumulate;

import org.transferability.linear.SymmetricMatrix;

/**
 * The statistics that the shrinkage of Ledoit and Wolf needs in addition to second moments, over n
 * rows with x_i = f_i minus their mean:
 *
 * <pre>fourth = sum_i ||x_i||^4,    cube = sum_i ||x_i||^2 x_i   (d numbers)</pre>
 *
 * <p>To merge, both parts are moved to the common mean; moving by e, with W the scatter,
 *
 * <pre>
 *   fourth(x - e) = fourth - 4 e'cube + 4 e'W e + 2 ||e||^2 tr W + n ||e||^4
 *   cube(x - e)   = cube - 2 W e - tr(W) e - n ||e||^2 e
 * </pre>
 *
 * <p>so a merge needs the scatters of both. Immutable; not divided by n.
 */
public record FourthMoments(long rows, PreciseMean mean, double fourth, double[] cube) {

  public static FourthMoments empty(int d) {
    return new FourthMoments(0, PreciseMean.zeros(d), 0, new double[d]);
  }

  public FourthMoments merge(
      SymmetricMatrix scatter, FourthMoments other, SymmetricMatrix otherScatter) {
    if (other.rows == 0) {
      return this;
    }
    if (rows == 0) {
      return other;
    }
    PreciseMean both = mean.merge(rows, other.mean, other.rows);
    FourthMoments a = moved(both, scatter);
    FourthMoments b = other.moved(both, otherScatter);
    double[] sum = new double[cube.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a.cube[i] + b.cube[i];
    }
    return new FourthMoments(rows + other.rows, both, a.fourth + b.fourth, sum);
  }

  private FourthMoments moved(PreciseMean to, SymmetricMatrix scatter) {
    double[] e = mean.differenceTo(to);
    double[] we = scatter.times(e);
    double trace = 0;
    for (double diagonal : scatter.diagonal()) {
      trace += diagonal;
    }
    double ee = dot(e, e);
    double fourthMoved =
        fourth - 4 * dot(e, cube) + 4 * dot(e, we) + 2 * ee * trace + rows * ee * ee;
    double[] cubeMoved = new double[e.length];
    for (int i = 0; i < e.length; i++) {
      cubeMoved[i] = cube[i] - 2 * we[i] - (trace + rows * ee) * e[i];
    }
    return new FourthMoments(rows, to, fourthMoved, cubeMoved);
  }

  /**
   * From sums about a shift that is not the mean: fourth and cube of f_i - shift.
   *
   * @param scatter about the mean
   */
  public static FourthMoments of(
      long n,
      double[] shift,
      double[] sums,
      double fourth,
      double[] cube,
      SymmetricMatrix scatter) {
    int d = shift.length;
    if (n == 0) {
      return empty(d);
    }
    double[] e = new double[d];
    for (int i = 0; i < d; i++) {
      e[i] = sums[i] / n;
    }
    double[] we = scatter.times(e);
    double trace = 0;
    for (double diagonal : scatter.diagonal()) {
      trace += diagonal;
    }
    double ee = dot(e, e);
    // With G = W + n e e' about the shift: the formula of the class, with sum (f - shift) = n e.
    double centred = fourth - 4 * dot(e, cube) + 4 * dot(e, we) + 2 * ee * trace + 3 * n * ee * ee;
    double[] centredCube = new double[d];
    for (int i = 0; i < d; i++) {
      centredCube[i] = cube[i] - 2 * we[i] - (trace + n * ee) * e[i];
    }
    return new FourthMoments(n, PreciseMean.of(shift, sums, n), centred, centredCube);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
