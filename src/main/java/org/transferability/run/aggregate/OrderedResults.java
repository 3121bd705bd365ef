package org.transferability.run.aggregate;

import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Hands results that arrive in any order to one consumer in index order, so that merging does not
 * depend on scheduling. What arrived early waits here; nothing is kept after it was taken.
 */
final class OrderedResults<T> {
  private final @Nullable Object[] arrived;
  private @Nullable Throwable failure;

  OrderedResults(int count) {
    this.arrived = new Object[count];
  }

  /**
   * Stores a result; may be called from any thread. A second result of the same index is ignored.
   */
  synchronized void put(int index, T result) {
    if (arrived[index] == null) {
      arrived[index] = result;
      notifyAll();
    }
  }

  /** Declares that no more results will arrive; those that have arrived can still be taken. */
  synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
      notifyAll();
    }
  }

  /** Waits for the result of {@code index} and gives it up. */
  synchronized T take(int index) throws InterruptedException, ExecutionException {
    while (arrived[index] == null) {
      if (failure != null) {
        throw new ExecutionException(failure);
      }
      wait();
    }
    @SuppressWarnings("unchecked") // only put() writes here
    T result = (T) arrived[index];
    arrived[index] = null;
    return result;
  }
}
