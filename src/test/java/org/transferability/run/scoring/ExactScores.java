package org.transferability.run.scoring;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * The scores of one target by their definitions, from rows of 32 digits: least squares by {@link
 * LongRows}, a penalty as further rows. No covariance is formed.
 */
final class ExactScores {
  private static final double[] ZERO = new double[2];

  private final double[][] features;
  private final double[][] labels;

  ExactScores(double[][] features, double[][] labels) {
    this.features = features;
    this.labels = labels;
  }

  /** A fit: mean squared error, penalty, degrees of freedom without the intercept, weights. */
  record Fit(double mse, double penalty, double df, double[][][] weights) {}

  private static LongRows pick(double[][] values, int[] rows) {
    LongRows picked = new LongRows(rows.length, values[0].length);
    for (int r = 0; r < rows.length; r++) {
      for (int j = 0; j < values[0].length; j++) {
        picked.high[j][r] = values[rows[r]][j];
      }
    }
    return picked;
  }

  private static double[][] means(LongRows x) {
    double[][] means = new double[x.columns()][2];
    for (int j = 0; j < means.length; j++) {
      double[] sum = ZERO;
      for (int r = 0; r < x.rows; r++) {
        sum = LongRows.add(sum, x.at(r, j));
      }
      means[j] = LongRows.over(sum, new double[] {x.rows, 0});
    }
    return means;
  }

  private static LongRows centred(LongRows x, double[][] means) {
    LongRows c = x.copy();
    for (int j = 0; j < x.columns(); j++) {
      for (int r = 0; r < x.rows; r++) {
        c.set(r, j, LongRows.add(x.at(r, j), new double[] {-means[j][0], -means[j][1]}));
      }
    }
    return c;
  }

  /** min ||y - x a||^2 + n penalty |a|^2. */
  private static Fit fit(LongRows x, LongRows y, double penalty) {
    int n = x.rows;
    int d = x.columns();
    int q = y.columns();
    int more = penalty > 0 ? d : 0;
    LongRows a = new LongRows(n + more, d);
    double[] root = LongRows.root(LongRows.times(new double[] {n, 0}, new double[] {penalty, 0}));
    for (int j = 0; j < d; j++) {
      System.arraycopy(x.high[j], 0, a.high[j], 0, n);
      System.arraycopy(x.low[j], 0, a.low[j], 0, n);
      if (more > 0) {
        a.set(n + j, j, root);
      }
    }
    LongRows.Factors factors = a.qr();
    int rank = factors.kept().length;
    double df = 0;
    for (int j : factors.kept()) {
      for (int r = 0; r < n; r++) {
        df += factors.q().high[j][r] * factors.q().high[j][r];
      }
    }
    double mse = 0;
    double norm = 0;
    double[][][] weights = new double[q][d][2];
    for (int o = 0; o < q; o++) {
      LongRows rest = new LongRows(n + more, 1);
      System.arraycopy(y.high[o], 0, rest.high[0], 0, n);
      System.arraycopy(y.low[o], 0, rest.low[0], 0, n);
      double[][] c = new double[rank][2];
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < rank; i++) {
          double[] part = LongRows.dot(factors.q(), factors.kept()[i], rest, 0);
          rest.subtract(0, part, factors.q(), factors.kept()[i]);
          c[i] = LongRows.add(c[i], part);
        }
      }
      for (int r = 0; r < n; r++) {
        mse += rest.high[0][r] * rest.high[0][r] / n;
      }
      for (int i = rank - 1; i >= 0; i--) {
        double[] sum = c[i];
        for (int j = i + 1; j < rank; j++) {
          double[] r = factors.r()[j][i];
          double[] w = weights[o][factors.kept()[j]];
          double[] product = LongRows.times(r, w);
          sum = LongRows.add(sum, new double[] {-product[0], -product[1]});
        }
        weights[o][factors.kept()[i]] = LongRows.over(sum, factors.r()[i][i]);
      }
      if (rank < d && penalty == 0) {
        weights[o] = leastNorm(x, weights[o], rank);
      }
      for (double[] w : weights[o]) {
        norm += w[0] * w[0];
      }
    }
    return new Fit(mse, penalty * norm, df, weights);
  }

  /** The part of the weights in the span of the rows. */
  private static double[][] leastNorm(LongRows x, double[][] weights, int rank) {
    LongRows basis = x.transposed();
    int d = basis.rows;
    LongRows a = new LongRows(d, 1);
    for (int i = 0; i < d; i++) {
      a.set(i, 0, weights[i]);
    }
    double[][] part = new double[d][2];
    boolean[] used = new boolean[basis.columns()];
    LongRows left = basis.copy();
    for (int step = 0; step < rank; step++) {
      int best = -1;
      double most = -1;
      for (int j = 0; j < left.columns(); j++) {
        double square = used[j] ? -1 : LongRows.dot(left, j, left, j)[0];
        if (square > most) {
          most = square;
          best = j;
        }
      }
      used[best] = true;
      double[] norm = LongRows.root(LongRows.dot(left, best, left, best));
      for (int i = 0; i < d; i++) {
        left.set(i, best, LongRows.over(left.at(i, best), norm));
      }
      double[] c = LongRows.dot(left, best, a, 0);
      for (int i = 0; i < d; i++) {
        part[i] = LongRows.add(part[i], LongRows.times(c, left.at(i, best)));
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < left.columns(); j++) {
          if (!used[j]) {
            left.subtract(j, LongRows.dot(left, best, left, j), left, best);
          }
        }
      }
    }
    return part;
  }

  double variance(int[] rows) {
    LongRows y = pick(labels, rows);
    LongRows c = centred(y, means(y));
    double sum = 0;
    for (int o = 0; o < c.columns(); o++) {
      sum += LongRows.dot(c, o, c, o)[0] / rows.length;
    }
    return sum;
  }

  private Fit centredFit(int[] rows, double penalty) {
    LongRows x = pick(features, rows);
    LongRows y = pick(labels, rows);
    return fit(centred(x, means(x)), centred(y, means(y)), penalty);
  }

  /** -(mse + penalty). */
  double linearMse(int[] rows, double penalty) {
    Fit fit = centredFit(rows, penalty);
    return -(fit.mse() + fit.penalty());
  }

  double gcv(int[] rows, double penalty) {
    Fit fit = centredFit(rows, penalty);
    double share = (rows.length - 1 - fit.df()) / rows.length;
    return -fit.mse() / (share * share);
  }

  /** Penalties by fold: that of the rows outside it. */
  double cvMse(int[] foldOfRow, int folds, double[] penalties) {
    double sum = 0;
    for (double[] output : heldOut(foldOfRow, folds, penalties).errors()) {
      sum += squares(output);
    }
    return -sum / foldOfRow.length;
  }

  /** The mean over outputs of 1 - (squared errors) / (squared errors of the fitted mean). */
  double cvR2(int[] foldOfRow, int folds, double[] penalties) {
    HeldOut held = heldOut(foldOfRow, folds, penalties);
    double sum = 0;
    for (int o = 0; o < held.errors().length; o++) {
      sum += 1 - squares(held.errors()[o]) / squares(held.ofMean()[o]);
    }
    return sum / held.errors().length;
  }

  /** The mean over outputs of the correlation of labels and predictions. */
  double cvPearson(int[] foldOfRow, int folds, double[] penalties) {
    HeldOut held = heldOut(foldOfRow, folds, penalties);
    double sum = 0;
    for (int o = 0; o < held.errors().length; o++) {
      double[] label = new double[labels.length];
      double[] predicted = new double[labels.length];
      for (int i = 0; i < labels.length; i++) {
        label[i] = labels[i][o];
        predicted[i] = label[i] - held.errors()[o][i];
      }
      sum += new PearsonsCorrelation().correlation(label, predicted);
    }
    return sum / held.errors().length;
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).map(x -> x * x).sum();
  }

  /** By output and row: label minus prediction, and label minus the mean of the fitted labels. */
  private record HeldOut(double[][] errors, double[][] ofMean) {}

  private HeldOut heldOut(int[] foldOfRow, int folds, double[] penalties) {
    int q = labels[0].length;
    HeldOut held = new HeldOut(new double[q][labels.length], new double[q][labels.length]);
    for (int k = 0; k < folds; k++) {
      int fold = k;
      int[] rest = IntStream.range(0, foldOfRow.length).filter(i -> foldOfRow[i] != fold).toArray();
      int[] out = IntStream.range(0, foldOfRow.length).filter(i -> foldOfRow[i] == fold).toArray();
      LongRows x = pick(features, rest);
      LongRows y = pick(labels, rest);
      double[][] fm = means(x);
      double[][] ym = means(y);
      Fit fit = fit(centred(x, fm), centred(y, ym), penalties[k]);
      LongRows xo = centred(pick(features, out), fm);
      LongRows yo = centred(pick(labels, out), ym);
      for (int r = 0; r < out.length; r++) {
        for (int o = 0; o < yo.columns(); o++) {
          double[] error = yo.at(r, o);
          for (int i = 0; i < xo.columns(); i++) {
            double[] product = LongRows.times(xo.at(r, i), fit.weights()[o][i]);
            error = LongRows.add(error, new double[] {-product[0], -product[1]});
          }
          held.errors()[o][out[r]] = error[0];
          held.ofMean()[o][out[r]] = yo.at(r, o)[0];
        }
      }
    }
    return held;
  }

  /** OriginGcv's definition. */
  double originGcv(int[] rows) {
    LongRows x = pick(features, rows);
    double trace = 0;
    for (int j = 0; j < x.columns(); j++) {
      trace += LongRows.dot(x, j, x, j)[0] / rows.length;
    }
    double sum = 0;
    double[][] all = labels;
    for (int o = 0; o < all[0].length; o++) {
      int output = o;
      double[][] one =
          Arrays.stream(all).map(y -> new double[] {y[output]}).toArray(double[][]::new);
      LongRows y = pick(one, rows);
      double variance = new ExactScores(features, one).variance(rows);
      for (double penalty : new double[] {1e-3, 1e-2 * trace / x.columns()}) {
        Fit fit = fit(x, y, penalty);
        double share = (rows.length - fit.df()) / rows.length;
        sum += -0.5 * Math.log(fit.mse() / variance) + Math.log(share);
      }
    }
    return sum / (2 * all[0].length);
  }

  /** LogME's definition; its sums over eigenvalues are those of a ridge regression at t / n. */
  double logMe(int[] rows) {
    double total = 0;
    for (int o = 0; o < labels[0].length; o++) {
      int output = o;
      double[][] one =
          Arrays.stream(labels).map(y -> new double[] {y[output]}).toArray(double[][]::new);
      total += logMe(pick(features, rows), pick(one, rows)) / labels[0].length;
    }
    return total;
  }

  private static double logMe(LongRows x, LongRows y) {
    int n = x.rows;
    int rank = x.qr().kept().length;
    double alpha = 1;
    double beta = 1;
    double t = 1;
    double m = 0;
    double res = 0;
    for (int i = 0; i < 11; i++) {
      Fit fit = fit(x, y, t / n);
      m = fit.penalty() * n / t;
      res = fit.mse() * n;
      alpha = fit.df() / (m + 1e-5);
      beta = (n - fit.df()) / (res + 1e-5);
      double before = t;
      t = alpha / beta;
      if (Math.abs(t - before) <= 1e-3 * before) {
        break;
      }
    }
    // sum over the rank of ln(alpha + beta sigma) = rank ln beta + ln det(t + X'X) less (d - rank)
    // ln t
    LongRows a = new LongRows(n + x.columns(), x.columns());
    for (int j = 0; j < x.columns(); j++) {
      System.arraycopy(x.high[j], 0, a.high[j], 0, n);
      a.set(n + j, j, LongRows.root(new double[] {t, 0}));
    }
    LongRows.Factors factors = a.qr();
    double determinant = rank * Math.log(beta) - (x.columns() - rank) * Math.log(t);
    for (int j = 0; j < factors.kept().length; j++) {
      determinant += 2 * Math.log(factors.r()[j][j][0]);
    }
    return (rank * Math.log(alpha)
            + n * Math.log(beta)
            - determinant
            - beta * res
            - alpha * m
            - n * Math.log(2 * Math.PI))
        / (2.0 * n);
  }
}
