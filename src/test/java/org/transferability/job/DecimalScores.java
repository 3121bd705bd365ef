package org.transferability.job;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Scores from their definitions in arithmetic of 120 digits, by solving the normal equations of the
 * rows as they are. Features and labels are taken for the exact numbers that the doubles are.
 */
final class DecimalScores {
  private static final MathContext DIGITS = new MathContext(120, RoundingMode.HALF_EVEN);

  /** A pivot that is smaller than this, relative to the diagonal, is 0. */
  private static final BigDecimal NOTHING = new BigDecimal("1e-80");

  private final BigDecimal[][] f;
  private final BigDecimal[][] y;
  private final int n;
  private final int d;
  private final int q;

  /** Of the rows whose labels are there. */
  DecimalScores(double[][] features, double[][] labels) {
    n = features.length;
    d = features[0].length;
    q = labels[0].length;
    f = exact(features);
    y = exact(labels);
  }

  private static BigDecimal[][] exact(double[][] values) {
    BigDecimal[][] exact = new BigDecimal[values.length][values[0].length];
    for (int r = 0; r < values.length; r++) {
      for (int i = 0; i < values[r].length; i++) {
        exact[r][i] = new BigDecimal(values[r][i]);
      }
    }
    return exact;
  }

  /** The solution of (G + added I) a = g, the rank, and tr (G + added I)^-1. */
  private record Solved(BigDecimal[] a, int rank, BigDecimal trace, double logDeterminant) {}

  /** By Gauss and Jordan with the largest pivot; directions without a pivot get weight 0. */
  private static Solved solve(BigDecimal[][] g, BigDecimal[] right, BigDecimal added) {
    int d = right.length;
    BigDecimal[][] m = new BigDecimal[d][2 * d + 1];
    BigDecimal[] scale = new BigDecimal[d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        m[i][j] = i == j ? g[i][j].add(added) : g[i][j];
        m[i][d + 1 + j] = i == j ? BigDecimal.ONE : BigDecimal.ZERO;
      }
      m[i][d] = right[i];
      scale[i] = m[i][i];
    }
    boolean[] used = new boolean[d];
    int rank = 0;
    double logDeterminant = 0;
    while (rank < d) {
      int pivot = -1;
      BigDecimal best = NOTHING;
      for (int i = 0; i < d; i++) {
        if (!used[i] && scale[i].signum() > 0) {
          BigDecimal share = m[i][i].abs().divide(scale[i], DIGITS);
          if (share.compareTo(best) > 0) {
            best = share;
            pivot = i;
          }
        }
      }
      if (pivot < 0) {
        break;
      }
      used[pivot] = true;
      rank++;
      logDeterminant += log(m[pivot][pivot]);
      BigDecimal inverse = BigDecimal.ONE.divide(m[pivot][pivot], DIGITS);
      for (int j = 0; j <= 2 * d; j++) {
        m[pivot][j] = m[pivot][j].multiply(inverse, DIGITS);
      }
      for (int i = 0; i < d; i++) {
        BigDecimal factor = m[i][pivot];
        if (i != pivot && factor.signum() != 0) {
          for (int j = 0; j <= 2 * d; j++) {
            m[i][j] = m[i][j].subtract(factor.multiply(m[pivot][j], DIGITS), DIGITS);
          }
        }
      }
    }
    BigDecimal[] a = new BigDecimal[d];
    BigDecimal trace = BigDecimal.ZERO;
    for (int i = 0; i < d; i++) {
      a[i] = used[i] ? m[i][d] : BigDecimal.ZERO;
      trace = trace.add(used[i] ? m[i][d + 1 + i] : BigDecimal.ZERO);
    }
    return new Solved(a, rank, trace, logDeterminant);
  }

  private static double log(BigDecimal value) {
    int exponent = value.precision() - value.scale();
    return Math.log(value.movePointLeft(exponent).doubleValue()) + exponent * Math.log(10);
  }

  /** sum_r u_r v_r of two columns, less their means if wanted. */
  private BigDecimal product(BigDecimal[][] u, int i, BigDecimal[][] v, int j, boolean centred) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal sumOfU = BigDecimal.ZERO;
    BigDecimal sumOfV = BigDecimal.ZERO;
    for (int r = 0; r < n; r++) {
      sum = sum.add(u[r][i].multiply(v[r][j]));
      sumOfU = sumOfU.add(u[r][i]);
      sumOfV = sumOfV.add(v[r][j]);
    }
    return centred
        ? sum.subtract(sumOfU.multiply(sumOfV).divide(BigDecimal.valueOf(n), DIGITS))
        : sum;
  }

  private BigDecimal[][] gram(boolean centred) {
    BigDecimal[][] gram = new BigDecimal[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i][j] = product(f, i, f, j, centred);
        gram[j][i] = gram[i][j];
      }
    }
    return gram;
  }

  private BigDecimal[] cross(int output, boolean centred) {
    BigDecimal[] cross = new BigDecimal[d];
    for (int i = 0; i < d; i++) {
      cross[i] = product(f, i, y, output, centred);
    }
    return cross;
  }

  private static BigDecimal dot(BigDecimal[] a, BigDecimal[] b) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < a.length; i++) {
      sum = sum.add(a[i].multiply(b[i]));
    }
    return sum;
  }

  /** y'y - 2 a'F'y + a'F'F a, as (G + added) a = g has it: y'y - a'g - added a'a. */
  private static BigDecimal residual(
      BigDecimal squares, Solved solved, BigDecimal[] g, BigDecimal added) {
    return squares
        .subtract(dot(solved.a, g))
        .subtract(added.multiply(dot(solved.a, solved.a)))
        .round(DIGITS);
  }

  /** What is next to nothing beside the squares of the labels is 0. */
  private static double number(BigDecimal value, BigDecimal squares) {
    return value.abs().compareTo(squares.multiply(NOTHING)) <= 0 ? 0 : value.doubleValue();
  }

  double linearMse(double lambda) {
    BigDecimal added = new BigDecimal(lambda).multiply(BigDecimal.valueOf(n));
    BigDecimal[][] g = gram(true);
    double sum = 0;
    for (int o = 0; o < q; o++) {
      BigDecimal squares = product(y, o, y, o, true);
      BigDecimal[] cross = cross(o, true);
      Solved solved = solve(g, cross, added);
      sum += number(squares.subtract(dot(solved.a, cross)).round(DIGITS), squares) / n;
    }
    return sum == 0 ? 0 : -sum;
  }

  double gcv(double lambda) {
    BigDecimal added = new BigDecimal(lambda).multiply(BigDecimal.valueOf(n));
    BigDecimal[][] g = gram(true);
    double sum = 0;
    double df = 0;
    for (int o = 0; o < q; o++) {
      BigDecimal squares = product(y, o, y, o, true);
      BigDecimal[] cross = cross(o, true);
      Solved solved = solve(g, cross, added);
      sum += number(residual(squares, solved, cross, added), squares) / n;
      df = lambda == 0 ? 1 + solved.rank : 1 + freedom(solved, added);
    }
    double share = (n - df) / n;
    return share <= 0 ? Double.NaN : sum == 0 ? 0 : -sum / (share * share);
  }

  /** tr G (G + added I)^-1 = d - added tr (G + added I)^-1. */
  private double freedom(Solved solved, BigDecimal added) {
    return BigDecimal.valueOf(d).subtract(added.multiply(solved.trace)).doubleValue();
  }

  double originGcv() {
    BigDecimal[][] g = gram(false);
    BigDecimal trace = BigDecimal.ZERO;
    for (int i = 0; i < d; i++) {
      trace = trace.add(g[i][i]);
    }
    BigDecimal[] penalties = { // times n
      BigDecimal.valueOf(1, 3).multiply(BigDecimal.valueOf(n)),
      trace.multiply(BigDecimal.valueOf(1, 2)).divide(BigDecimal.valueOf(d), DIGITS)
    };
    double sum = 0;
    int varying = 0;
    for (int o = 0; o < q; o++) {
      BigDecimal centred = product(y, o, y, o, true);
      if (number(centred, product(y, o, y, o, false)) > 0) {
        varying++;
        for (BigDecimal added : penalties) {
          BigDecimal[] cross = cross(o, false);
          Solved solved = solve(g, cross, added);
          BigDecimal rest = residual(product(y, o, y, o, false), solved, cross, added);
          double free = n - freedom(solved, added);
          sum += -0.5 * (log(rest) - log(centred)) + Math.log(free / n);
        }
      }
    }
    return varying == 0 ? Double.NaN : sum / (2 * varying);
  }

  /** The evidence with d/2 ln alpha and all d eigenvalues: those that are 0 cancel. */
  double logMe() {
    BigDecimal[][] g = gram(false);
    double sum = 0;
    for (int o = 0; o < q; o++) {
      BigDecimal[] cross = cross(o, false);
      BigDecimal squares = product(y, o, y, o, false);
      double alpha = 1;
      double beta = 1;
      double t = 1;
      double m = 0;
      double rest = 0;
      for (int i = 0; i < 11; i++) {
        BigDecimal added = new BigDecimal(t);
        Solved solved = solve(g, cross, added);
        double gamma = freedom(solved, added);
        m = dot(solved.a, solved.a).doubleValue();
        rest = number(residual(squares, solved, cross, added), squares);
        alpha = gamma / (m + 1e-5);
        beta = (n - gamma) / (rest + 1e-5);
        double before = t;
        t = alpha / beta;
        if (Math.abs(t - before) <= 1e-3 * before) {
          break;
        }
      }
      // ln det(alpha I + beta G) = d ln beta + ln det(alpha/beta I + G)
      double logDeterminant =
          d * Math.log(beta) + solve(g, cross, new BigDecimal(alpha / beta)).logDeterminant;
      sum +=
          (d * Math.log(alpha)
                  + n * Math.log(beta)
                  - logDeterminant
                  - beta * rest
                  - alpha * m
                  - n * Math.log(2 * Math.PI))
              / (2 * n);
    }
    return sum / q;
  }
}
