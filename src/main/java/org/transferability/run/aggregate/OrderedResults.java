package org.transferability.run.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Hands results that arrive in any order to one consumer in index order, so that merging does not
 * depend on scheduling. What arrived early waits here; nothing is kept after it was taken.
 */
final class OrderedResults<T> {
  private final List<CompletableFuture<T>> results = new ArrayList<>();

  OrderedResults(int count) {
    for (int i = 0; i < count; i++) {
      results.add(new CompletableFuture<>());
    }
  }

  /**
   * Stores a result; may be called from any thread. A second result of the same index is ignored.
   */
  void put(int index, T result) {
    results.get(index).complete(result);
  }

  /** Declares that no more results will arrive; those that have arrived can still be taken. */
  void fail(Throwable cause) {
    results.forEach(result -> result.completeExceptionally(cause));
  }

  /** Waits for the result of {@code index} and gives it up. */
  T take(int index) throws InterruptedException, ExecutionException {
    T result = results.get(index).get();
    results.set(index, new CompletableFuture<>());
    return result;
  }
}
