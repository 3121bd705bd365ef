package org.transferability.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class InputExceptionTest {
  @Test
  void keepsTheMessageAndTheCause() {
    Throwable cause = new IllegalStateException("inner");
    InputException error = new InputException("Cannot read x", cause);
    assertEquals("Cannot read x", error.getMessage());
    assertEquals(cause, error.getCause());
  }
}
