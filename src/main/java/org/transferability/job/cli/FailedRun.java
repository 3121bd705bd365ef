package org.transferability.job.cli;

/**
 * A failed job as Spark's cluster managers report it. YARN shows what {@link #printStackTrace}
 * prints as the diagnostic of the application: one line, and the stack of an internal error only.
 */
final class FailedRun extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause an internal error, or null
   */
  FailedRun(String line, Throwable cause) {
    super(line, cause, false, false);
  }

  @SuppressWarnings("OverrideThrowableToString") // the stack would begin with the class's name
  @Override
  public String toString() {
    return getMessage();
  }
}
