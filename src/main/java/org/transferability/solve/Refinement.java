package org.transferability.solve;

import java.util.Arrays;
import java.util.List;
import org.transferability.accumulate.ResidualRevisit;

/**
 * One step of iterative refinement of ridge fits: from the residuals of the computed weights A over
 * the rows, R(A) = (1/n) sum r_i^2 and its gradient,
 *
 * <pre>
 *   g  = (1/n) sum (f_i - c) r_i'        h = g - lambda A        0 at the minimum
 *   dA = (S + lambda I)^-1 h
 *   R  = R(A) - 2 dA'g + dA'S dA,        J = R + lambda ||A + dA||^2
 * </pre>
 *
 * <p>so J is exactly that of A + dA, and above the minimum by no more than the square of the error
 * of dA. The variance of the labels does not enter, so no digit is lost if the fit is nearly
 * perfect. Björck, "Numerical Methods for Least Squares Problems", SIAM 1996, section 2.9, with
 * residuals in working precision.
 */
public final class Refinement {
  private Refinement() {}

  /**
   * The computation of the second pass.
   *
   * @param fits of the same problem
   * @param outputs the problem's outputs in a row of labels
   */
  public static ResidualRevisit revisit(RidgeProblem problem, List<RidgeFit> fits, int[] outputs) {
    int d = problem.width();
    int q = problem.outputs();
    double[] weights = new double[Math.multiplyExact(d, q * fits.size())];
    int[] models = new int[q * fits.size()];
    double[] centres = new double[q * fits.size()];
    for (int f = 0; f < fits.size(); f++) {
      System.arraycopy(fits.get(f).weights(), 0, weights, f * d * q, d * q);
      System.arraycopy(outputs, 0, models, f * q, q);
      System.arraycopy(problem.labelMean(), 0, centres, f * q, q);
    }
    return new ResidualRevisit(
        problem.featureMean().clone(), weights, models, centres, outputs.clone());
  }

  /**
   * A fit with the digits that the second pass restores.
   *
   * @param fit the fit that {@code revisit} has at position {@code number}
   * @param numbers the results of the second pass
   */
  public static RidgeFit refine(
      RidgeSolver solver, RidgeFit fit, ResidualRevisit revisit, int number, double[] numbers) {
    RidgeProblem problem = solver.problem();
    double n = numbers[0];
    if (n != problem.rows()) {
      throw new IllegalStateException(
          "Cannot refine a fit: expected the same %d rows, found %.0f (the input changed)"
              .formatted(problem.rows(), n));
    }
    int d = problem.width();
    int q = problem.outputs();
    int models = revisit.models();
    double lambda = fit.lambda();
    double[] gradient = new double[d * q];
    double[] excess = new double[d * q];
    double[] weights = Arrays.copyOfRange(revisit.weights(), number * d * q, (number + 1) * d * q);
    double[] residual = new double[q];
    for (int k = 0; k < q; k++) {
      int p = number * q + k;
      double mean = numbers[1 + p] / n;
      residual[k] = numbers[1 + models + p] / n - mean * mean;
      for (int i = 0; i < d; i++) {
        double cross = numbers[1 + 2 * models + d + p * d + i] / n;
        gradient[k * d + i] = cross - numbers[1 + 2 * models + i] / n * mean;
        excess[k * d + i] = gradient[k * d + i] - lambda * weights[k * d + i];
      }
    }
    double[] step = solver.correction(lambda, excess);
    double[] penalty = new double[q];
    double[] error = new double[q];
    double precision = Math.min(1, Math.ulp(1.0) * fit.diagnostics().solvedCondition());
    for (int k = 0; k < q; k++) {
      double[] dA = Arrays.copyOfRange(step, k * d, (k + 1) * d);
      double[] moved = problem.scatter().times(dA);
      double gained = 0;
      double magnitude = 0;
      double norm = 0;
      for (int i = 0; i < d; i++) {
        int at = k * d + i;
        gained += excess[at] * dA[i];
        residual[k] += dA[i] * (moved[i] / n - 2 * gradient[at]);
        magnitude += weights[at] * weights[at] * problem.scatter().get(i, i) / n;
        weights[at] += dA[i];
        norm += weights[at] * weights[at];
      }
      residual[k] = Math.max(0, residual[k]);
      penalty[k] = lambda * norm;
      error[k] =
          RoundingError.ofResiduals(problem.variance(k), magnitude, residual[k])
              + precision * precision * Math.abs(gained)
              + fit.truncationError(k);
    }
    return fit.refined(residual, penalty, error, weights);
  }
}
