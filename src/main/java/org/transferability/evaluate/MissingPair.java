package org.transferability.evaluate;

/**
 * A pair that was scored or measured but could not be used.
 *
 * @param what the estimator or the transfer that lacks it
 */
public record MissingPair(Pair pair, Side side, String what) {
  /** The table that lacks the pair, or has no usable number for it. */
  public enum Side {
    NO_SCORE("no score"),
    NO_MEASUREMENT("no measurement");

    private final String label;

    Side(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
