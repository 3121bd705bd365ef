package org.transferability.study;

/**
 * An error that the user can correct: a missing path, a wrong column, an unknown option. The
 * message is printed unchanged, without a stack trace, and the process ends with exit code 2.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
