package org.transferability.run.chunk;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.commons.lang3.function.FailableSupplier;
import org.transferability.study.InputException;

/**
 * What a task sends back: a value, or the user's error that ended it. The error is not thrown on
 * the executor because Spark would try again, and another try would find the same.
 */
public sealed interface TaskResult<T> extends Serializable {
  /** The work was done. */
  record Done<T>(T value) implements TaskResult<T> {
    @Override
    public T orElseThrow() {
      return value;
    }
  }

  /** The user's error ended the work. */
  record Failed<T>(String error) implements TaskResult<T> {
    @Override
    public T orElseThrow() {
      throw new InputException(error);
    }
  }

  /**
   * The value.
   *
   * @throws InputException the user's error
   */
  T orElseThrow();

  static <T> TaskResult<T> of(FailableSupplier<T, IOException> work) {
    try {
      return new Done<>(work.get());
    } catch (InputException e) {
      return new Failed<>(Objects.requireNonNull(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
