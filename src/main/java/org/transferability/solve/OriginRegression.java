package org.transferability.solve;

/**
 * The errors of a ridge regression through the origin at a penalty: by an eigendecomposition that
 * serves all penalties with all digits, or by a factorisation for each penalty, which is several
 * times faster and loses digits at small penalties.
 */
public sealed interface OriginRegression permits OriginSpectrum, OriginFactors {
  /** n. */
  long rows();

  /** tr(U)/d, with U the raw second moments of the features: the unit of a relative penalty. */
  double meanEigenvalue();

  /** The variance of one output about its mean. */
  double variance(int output);

  /** The mean squared error at a penalty. */
  double residual(double penalty, int output);

  /** n - df at a penalty. */
  double freeRows(double penalty);

  /** What is known of the features and labels of regressions through the origin at any penalty. */
  sealed interface Features permits OriginSpectrum, OriginRows {
    /** |m|^2 relative to tr(S), below which the mean of the features is near zero. */
    double SHARE_OF_CENTRED = 0.01;

    /** Of the rows of the regressions. */
    RidgeProblem problem();

    /** n. */
    default long rows() {
      return problem().rows();
    }

    /** The number of features. */
    default int width() {
      return problem().featureCount();
    }

    /** The number of w_j that are not zero: the numerical rank of F. */
    int rank();

    /** The condition of U in the 2-norm; infinite if the rank is below d. */
    double condition();

    /** The origin of the numbers. */
    RidgeFit.Source source();

    /** v of one output, about its mean. */
    default double variance(int output) {
      return problem().variance(output);
    }

    /** How many standard deviations the mean of one output is from zero. */
    default double offset(int output) {
      double mean = Math.abs(problem().labelMean()[output]);
      return mean == 0 ? 0 : mean / Math.sqrt(problem().variance(output));
    }

    /** Whether the mean of the features is near zero: |m|^2 below 1 % of tr(S). */
    default boolean hasCentredFeatures() {
      double square = 0;
      for (double mean : problem().featureMean()) {
        square += mean * mean;
      }
      return square < SHARE_OF_CENTRED * problem().meanVariance() * problem().featureCount();
    }
  }
}
