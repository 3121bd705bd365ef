package org.transferability.solve;

import java.util.Arrays;
import java.util.List;
import org.transferability.accumulate.QrRevisit;
import org.transferability.accumulate.TargetMoments;
import org.transferability.linear.Blas;

/**
 * The squared error of fits to some rows on other rows, from the moments of the latter alone. For
 * weights a and means f_t, y_t of the rows of the fit, and of the n rows held out the means f, y
 * and the centred sums S = sum (f_i - f)(f_i - f)', c, s:
 *
 * <pre>
 *   sum_i (y_i - y_t - a'(f_i - f_t))^2 = s - a'c - a'(c - S a) + n ((y - y_t) - a'(f - f_t))^2
 * </pre>
 *
 * <p>With fits without an intercept, f_t and y_t are 0 in this sum.
 *
 * <p>It is the error that a pass over those rows would find, up to rounding. Differences of means
 * use both halves of each mean, so an offset of all rows costs no digit. Sums, not divided by n.
 * Cost: 2 d^2 for each output and fit.
 */
public final class HeldOut {
  /** Calibrated on data of condition 1 to 1e9: true errors are then below the estimates. */
  private static final double FACTOR = 8;

  private final int outputs;
  private final double[] squares;
  private final double[] error;
  private final double[] products; // about the means of the rows held out, as the two below
  private final double[] predictions;
  private final double[] labels;
  private final double[] ofMean;
  private final double[] labelShift;
  private final double[] meanResidual;

  private HeldOut(int outputs, int columns) {
    this.outputs = outputs;
    this.squares = new double[columns];
    this.error = new double[columns];
    this.products = new double[columns];
    this.predictions = new double[columns];
    this.labels = new double[outputs];
    this.ofMean = new double[outputs];
    this.labelShift = new double[outputs];
    this.meanResidual = new double[columns];
  }

  /**
   * The errors of several fits to the same rows.
   *
   * @param fits of one problem, not modified
   * @param trained the moments that they were fitted to
   * @param rows the rows held out
   */
  public static HeldOut of(List<RidgeFit> fits, TargetMoments trained, TargetMoments rows) {
    int d = rows.width();
    int q = rows.squares().length;
    int columns = Math.multiplyExact(q, fits.size());
    double[] weights = new double[Math.multiplyExact(d, columns)];
    for (int p = 0; p < fits.size(); p++) {
      System.arraycopy(fits.get(p).weights(), 0, weights, p * d * q, d * q);
    }
    double[] moved = rows.scatter().times(weights, columns); // S a
    double[] features = trained.featureShift(rows);
    double[] labels = trained.labelShift(rows);
    boolean origin = !fits.isEmpty() && fits.get(0).isThroughOrigin();
    double[] moving = origin ? rows.featureMean() : features;
    double[] diagonal = rows.scatter().diagonal();
    double[] before = trained.scatter().diagonal();
    if (origin) { // the matrix that is solved has the squares of the means, and their rounding
      addMean(before, trained);
    }
    double larger = larger(before, (double) trained.rows(), diagonal, moving, (double) rows.rows());
    HeldOut result = new HeldOut(q, columns);
    for (int o = 0; o < q; o++) {
      result.labels[o] = rows.squares()[o];
      result.labelShift[o] = labels[o];
      result.ofMean[o] = rows.squares()[o] + rows.rows() * labels[o] * labels[o];
    }
    for (int column = 0, at = 0; column < columns; column++) {
      int output = column % q;
      double explained = 0;
      double left = 0;
      double magnitude = 0;
      double ofTrained = 0;
      double shift = origin ? rows.labelMean()[output] : labels[output];
      for (int i = 0; i < d; i++, at++) {
        double a = weights[at];
        double c = rows.cross()[i + output * d];
        explained += a * c;
        left += a * (c - moved[at]);
        magnitude += a * a * diagonal[i];
        ofTrained += a * a * before[i] / trained.rows();
        shift -= a * moving[i];
      }
      double s = rows.squares()[output];
      double square = Math.max(0, s - explained - left) + rows.rows() * shift * shift;
      result.squares[column] = square;
      result.meanResidual[column] = shift;
      result.products[column] = explained;
      result.predictions[column] = Math.max(0, explained - left);
      RidgeFit fit = fits.get(column / q);
      double terms = Math.sqrt(fit.variance(output)) + Math.sqrt(ofTrained);
      double rounding =
          Math.ulp(1.0) * rows.scatterCancellation() * Math.sqrt(fit.weightsCondition()) * terms;
      result.error[column] =
          RoundingError.ofObjective(s, magnitude, rows.scatterCancellation())
              + ofWeights(fit, output, square, rows.rows(), larger, rounding);
    }
    return result;
  }

  /**
   * The same errors as those of some of more fits; the errors of the others are NaN.
   *
   * @param numbers of these fits among all, ascending
   * @param count of all fits
   */
  public HeldOut among(int[] numbers, int count) {
    if (numbers.length == count) {
      return this;
    }
    HeldOut all = new HeldOut(outputs, Math.multiplyExact(outputs, count));
    System.arraycopy(labels, 0, all.labels, 0, outputs);
    System.arraycopy(ofMean, 0, all.ofMean, 0, outputs);
    System.arraycopy(labelShift, 0, all.labelShift, 0, outputs);
    place(numbers, squares, all.squares);
    place(numbers, error, all.error);
    place(numbers, products, all.products);
    place(numbers, predictions, all.predictions);
    place(numbers, meanResidual, all.meanResidual);
    return all;
  }

  /** The same errors, with those of other fits where these are NaN. */
  public HeldOut or(HeldOut other) {
    HeldOut all = new HeldOut(outputs, squares.length);
    for (int o = 0; o < outputs; o++) {
      all.labels[o] = labels[o];
      all.ofMean[o] = ofMean[o];
      all.labelShift[o] = labelShift[o];
    }
    for (int column = 0; column < squares.length; column++) {
      HeldOut known = Double.isNaN(squares[column]) ? other : this;
      all.squares[column] = known.squares[column];
      all.error[column] = known.error[column];
      all.products[column] = known.products[column];
      all.predictions[column] = known.predictions[column];
      all.meanResidual[column] = known.meanResidual[column];
    }
    return all;
  }

  private void place(int[] numbers, double[] some, double[] all) {
    Arrays.fill(all, Double.NaN);
    for (int i = 0; i < numbers.length; i++) {
      System.arraycopy(some, i * outputs, all, numbers[i] * outputs, outputs);
    }
  }

  /**
   * The same from triangular factors: the residuals of the rows held out are, up to a rotation,
   * their factor times the weights, so no squares are subtracted from each other.
   *
   * @param fits to the rows of {@code trained}
   * @param fold the factor of the rows held out, m x m
   */
  public static HeldOut ofRows(List<RidgeFit> fits, QrSolver trained, double[] fold) {
    QrRevisit revisit = trained.revisit();
    double[] r = trained.factor();
    int m = revisit.order();
    int k = revisit.active().length;
    int q = revisit.outputs().length;
    double n = trained.problem().rows();
    double held = Math.max(1, fold[0] * fold[0]);
    double[] columns = trained.columns();
    double[] before = new double[k];
    double[] after = new double[k];
    for (int i = 0; i < k; i++) {
      for (int row = 0; row <= 1 + i; row++) {
        double trainedPart = r[(1 + i) * m + row];
        before[i] += row == 0 ? 0 : trainedPart * trainedPart;
        after[i] += fold[(1 + i) * m + row] * fold[(1 + i) * m + row];
      }
    }
    double larger = larger(before, n, after, new double[k], held);
    HeldOut result = new HeldOut(q, q * fits.size());
    for (int o = 0; o < q; o++) {
      double[] label = Arrays.copyOfRange(fold, (1 + k + o) * m, (2 + k + o) * m);
      double shift = label[0] - r[(1 + k + o) * m] / r[0] * fold[0];
      result.labels[o] = product(label, label);
      result.labelShift[o] = shift / fold[0];
      result.ofMean[o] = result.labels[o] + shift * shift;
    }
    for (int column = 0; column < result.squares.length; column++) {
      RidgeFit fit = fits.get(column / q);
      double[] weights = fit.weights();
      int output = column % q;
      double[] x = new double[m]; // minus the intercept, minus the scaled weights, 1
      x[1 + k + output] = 1;
      double intercept = r[(1 + k + output) * m];
      for (int i = 0; i < k; i++) {
        double a = weights[output * fit.width() + revisit.active()[i]] / revisit.scale()[i];
        x[1 + i] = -a;
        intercept -= r[(1 + i) * m] * a;
      }
      x[0] = -intercept / r[0];
      double[] residual = new double[m];
      Blas.blas().dgemv("N", m, m, 1, fold, m, x, 1, 0, residual, 1);
      double[] label = Arrays.copyOfRange(fold, (1 + k + output) * m, (2 + k + output) * m);
      double[] predicted = new double[m];
      Arrays.setAll(predicted, j -> label[j] - residual[j]);
      result.products[column] = product(predicted, label);
      result.predictions[column] = product(predicted, predicted);
      double square = residual[0] * residual[0] + product(residual, residual);
      result.squares[column] = square;
      result.meanResidual[column] = residual[0] / fold[0];
      double magnitude = 0;
      for (int j = 0; j < m; j++) {
        for (int i = 0; i <= j; i++) {
          magnitude += fold[j * m + i] * x[j] * fold[j * m + i] * x[j];
        }
      }
      double terms = 0;
      for (int i = 0; i < k; i++) {
        terms += x[1 + i] * x[1 + i] * columns[i] / n;
      }
      boolean chosen = fit.lambda() == 0 && fit.diagnostics().rank() < k;
      double root = Math.sqrt(fit.weightsCondition());
      double rounding =
          Math.ulp(1.0)
              * (Math.sqrt(terms) * (chosen ? root : 1) + root * Math.sqrt(fit.residual(output)));
      result.error[column] =
          RoundingError.ofResiduals(0, magnitude, square)
              + ofWeights(fit, output, square, (long) held, larger, rounding);
    }
    return result;
  }

  /** The error of a sum of squared errors from rounding. */
  @FunctionalInterface
  interface Rounding {
    /**
     * The error of the sum of one column.
     *
     * @param column the output within the fit
     * @param labels the sum of squares of the output's labels about their mean
     * @param squares the sum of squared errors
     * @param predictions the sum of squares of the predictions about their mean
     */
    double of(int column, double labels, double squares, double predictions);
  }

  /**
   * The same from predictions.
   *
   * @param labels rows x q, column-major, minus the means of the rows of the fits
   * @param predicted the same of the predictions, rows x q for each fit
   */
  static HeldOut ofPredictions(
      double[] labels, double[] predicted, int rows, int q, Rounding rounding) {
    int columns = predicted.length / Math.max(1, rows);
    HeldOut result = new HeldOut(q, columns);
    for (int o = 0; o < q; o++) {
      double mean = mean(labels, o * rows, rows);
      for (int i = o * rows; i < (o + 1) * rows; i++) {
        result.labels[o] += (labels[i] - mean) * (labels[i] - mean);
      }
      result.labelShift[o] = mean;
      result.ofMean[o] = result.labels[o] + rows * mean * mean;
    }
    for (int column = 0; column < columns; column++) {
      int output = column % q;
      double mean = mean(predicted, column * rows, rows);
      for (int i = 0; i < rows; i++) {
        double y = labels[output * rows + i];
        double p = predicted[column * rows + i];
        result.squares[column] += (y - p) * (y - p);
        result.products[column] += (p - mean) * (y - result.labelShift[output]);
        result.predictions[column] += (p - mean) * (p - mean);
      }
      result.meanResidual[column] = result.labelShift[output] - mean;
      result.error[column] =
          rounding.of(
              column, result.labels[output], result.squares[column], result.predictions[column]);
    }
    return result;
  }

  private static double mean(double[] values, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += values[i];
    }
    return count == 0 ? 0 : sum / count;
  }

  /** Sums of squares about the mean become those about the origin. */
  private static void addMean(double[] squares, TargetMoments moments) {
    double[] mean = moments.featureMean();
    for (int i = 0; i < squares.length; i++) {
      squares[i] += moments.rows() * mean[i] * mean[i];
    }
  }

  /** The product of two columns of a factor without their components along the intercept. */
  private static double product(double[] one, double[] other) {
    double sum = 0;
    for (int j = 1; j < one.length; j++) {
      sum += one[j] * other[j];
    }
    return sum;
  }

  /**
   * By which factor the rows held out are farther from the mean of the fitted rows, or from the
   * origin, than those rows are, at least 1, for the feature with the largest effect.
   */
  static double larger(double[] trained, double n, double[] heldOut, double[] shift, double held) {
    double largest = 1;
    for (int i = 0; i < trained.length; i++) {
      if (trained[i] > 0) {
        double square = heldOut[i] / held + shift[i] * shift[i];
        largest = Math.max(largest, square / (trained[i] / n));
      }
    }
    return Math.sqrt(largest);
  }

  /**
   * The error from wrong weights: predictions are wrong by {@code rounding}, a root mean square
   * over the rows of the fit, and by the part that the fit does not determine.
   */
  private static double ofWeights(
      RidgeFit fit, int output, double squares, long rows, double larger, double rounding) {
    double unknown = fit.truncationError(output);
    boolean nothingKnown = unknown > 0 && unknown >= fit.objective(output);
    return (nothingKnown ? squares : 0) + ofWeights(squares, rows, larger, rounding);
  }

  /** The same of a fit that determines all of them. */
  static double ofWeights(double squares, long rows, double larger, double rounding) {
    double moved = Math.sqrt((double) rows) * larger * FACTOR * rounding;
    return (2 * Math.sqrt(squares) + moved) * moved;
  }

  /** The summed squared error of one fit at one output. */
  public double squares(int fit, int output) {
    return squares[fit * outputs + output];
  }

  /**
   * The summed squared deviations of an output's labels on the rows held out from their mean over
   * the fitted rows: the error of the fit without features.
   */
  public double squaresOfMean(int output) {
    return ofMean[output];
  }

  /**
   * The sum of products of predictions and labels on the rows held out, both about their means over
   * these rows.
   */
  public double products(int fit, int output) {
    return products[fit * outputs + output];
  }

  /** The sum of squares of the predictions about their mean over the rows held out. */
  public double predictions(int fit, int output) {
    return predictions[fit * outputs + output];
  }

  /** The sum of squares of the labels about their mean over the rows held out. */
  public double labels(int output) {
    return labels[output];
  }

  /** The mean of an output's labels on the rows held out minus that on the fitted rows. */
  public double labelShift(int output) {
    return labelShift[output];
  }

  /** The mean over the rows held out of label minus prediction. */
  public double meanResidual(int fit, int output) {
    return meanResidual[fit * outputs + output];
  }

  /** An estimate of the absolute error of {@link #squares} from rounding. */
  public double errorEstimate(int fit, int output) {
    return error[fit * outputs + output];
  }
}
