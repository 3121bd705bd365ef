package org.transferability.job.judge;

/** Two estimators to compare. */
public record Versus(String first, String second) {
  @Override
  public String toString() {
    return first + " with " + second;
  }
}
