package org.transferability.run.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OrderedResultsTest {
  @Test
  void resultsAreTakenInOrderWhateverOrderTheyArriveIn() throws Exception {
    int count = 50;
    List<String> expected = IntStream.range(0, count).mapToObj(i -> "result " + i).toList();
    for (int seed = 0; seed < 20; seed++) {
      OrderedResults<String> results = new OrderedResults<>(count);
      List<Integer> arrival = new ArrayList<>(IntStream.range(0, count).boxed().toList());
      Collections.shuffle(arrival, new Random(seed));
      Thread sender =
          new Thread(() -> arrival.forEach(i -> results.put(i, "result " + i)), "sender");
      sender.start(); // while the results are taken
      List<String> taken = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        taken.add(results.take(i));
      }
      sender.join();
      assertEquals(expected, taken, "seed " + seed);
    }
  }

  /** A task that Spark runs twice sends its result twice. */
  @Test
  void theFirstOfTwoResultsCounts() throws Exception {
    OrderedResults<String> results = new OrderedResults<>(1);
    results.put(0, "first");
    results.put(0, "second");
    assertEquals("first", results.take(0));
  }

  @Test
  void whatArrivedBeforeAFailureCanBeTaken() throws Exception {
    OrderedResults<String> results = new OrderedResults<>(3);
    results.put(1, "one");
    IllegalStateException cause = new IllegalStateException("lost");
    results.fail(cause);
    results.fail(new IllegalStateException("later"));
    assertEquals("one", results.take(1));
    assertSame(cause, assertThrows(ExecutionException.class, () -> results.take(0)).getCause());
  }

  @Test
  void aFailureEndsTheWaiting() throws Exception {
    OrderedResults<String> results = new OrderedResults<>(1);
    IllegalStateException cause = new IllegalStateException("lost");
    Thread sender = new Thread(() -> results.fail(cause), "sender");
    sender.start();
    assertSame(cause, assertThrows(ExecutionException.class, () -> results.take(0)).getCause());
    sender.join();
  }
}
