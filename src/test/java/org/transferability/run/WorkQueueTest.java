package org.transferability.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks of one set that several threads take. */
final class WorkQueueTest {
  @Test
  void everyTaskRunsOnceAlsoForTheLastSets() throws InterruptedException {
    AtomicIntegerArray runs = new AtomicIntegerArray(20 * 16);
    try (WorkQueue queue = new WorkQueue(2)) {
      for (int set = 0; set < 20; set++) {
        int first = set * 16;
        queue.solve(
            () ->
                queue.help(
                    IntStream.range(first, first + 16)
                        .<Runnable>mapToObj(i -> () -> runs.incrementAndGet(i))
                        .toList(),
                    1));
      }
      queue.awaitAll();
    }
    for (int i = 0; i < runs.length(); i++) {
      assertEquals(1, runs.get(i));
    }
  }

  @Test
  void theFirstFailureOfTheListIsThrownAfterAllTasks() throws InterruptedException {
    AtomicInteger ended = new AtomicInteger();
    try (WorkQueue queue = new WorkQueue(1)) {
      List<Runnable> tasks =
          IntStream.range(0, 8)
              .<Runnable>mapToObj(
                  i ->
                      () -> {
                        ended.incrementAndGet();
                        if (i == 3 || i == 6) {
                          throw new IllegalStateException("task " + i);
                        }
                      })
              .toList();
      IllegalStateException failure =
          assertThrows(IllegalStateException.class, () -> queue.help(tasks, Long.MAX_VALUE));
      assertEquals("task 3", failure.getMessage());
      assertEquals(8, ended.get());
      queue.awaitAll();
    }
  }
}
