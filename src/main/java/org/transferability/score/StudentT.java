package org.transferability.score;

/**
 * Student's t distribution with a whole number of degrees of freedom: Abramowitz and Stegun,
 * "Handbook of Mathematical Functions", 1964, eq. 26.7.3 and 26.7.4.
 */
public final class StudentT {
  private static final int HALVINGS = 60;

  private StudentT() {}

  /** The t that |T| exceeds with probability 1 - {@code confidence}. */
  public static double quantile(double confidence, int degrees) {
    double low = 0;
    double high = Math.PI / 2;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (within(middle, degrees) < confidence) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.sqrt(degrees) * Math.tan((low + high) / 2);
  }

  /** P(|T| <= sqrt(degrees) tan(angle)). */
  private static double within(double angle, int degrees) {
    double cosine = Math.cos(angle);
    boolean odd = degrees % 2 == 1;
    double term = odd ? cosine : 1;
    double sum = 0;
    for (int power = odd ? 1 : 0; power <= degrees - 2; power += 2) {
      sum += term;
      term *= cosine * cosine * (power + 1) / (power + 2);
    }
    return odd ? (angle + Math.sin(angle) * sum) * 2 / Math.PI : Math.sin(angle) * sum;
  }
}
