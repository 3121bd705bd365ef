package org.transferability.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NaturalOrderTest {
  @Test
  void numbersAreOrderedByValue() {
    assertOrder("d-0.npy", "d-1.npy", "d-2.npy", "d-9.npy", "d-10.npy", "d-11.npy", "d-100.npy");
    assertOrder(IntStream.range(0, 300).mapToObj(i -> "part" + i).toArray(String[]::new));
  }

  @Test
  void leadingZerosAreIgnored() {
    assertOrder("part-00002", "part-00010", "part-00100");
    assertOrder("part-0002", "part-3", "part-04", "part-10", "part-0011");
    assertOrder("part-01", "part-1", "part-02");
    assertOrder("0", "00", "1");
  }

  @Test
  void severalNumbersCountFromTheLeft() {
    assertOrder("e1-s2", "e1-s10", "e2-s1", "e10-s0");
    assertOrder("rank2_batch9", "rank2_batch10", "rank10_batch1");
    assertOrder("1.2.9", "1.2.10", "1.10.1");
    assertOrder("2024-9-30", "2024-10-1", "2025-1-1");
  }

  @Test
  void foldersAreOrderedBeforeTheirFiles() {
    assertOrder("s1/p10", "s2/p1", "s10/p0");
    assertOrder("d/p2", "d/p10", "d-1/p0", "d1/p0");
    assertOrder("a/2", "a/10", "a.b/1");
  }

  @Test
  void namesWithAndWithoutNumbers() {
    assertOrder("part", "part-1", "part-a");
    assertOrder("test-1", "test-2", "train-1", "train-2");
    assertOrder("x-1", "x-1-more", "x-2");
  }

  @Test
  void numbersOfAnyLength() {
    assertOrder("p99999999999999999998", "p99999999999999999999", "p100000000000000000000");
  }

  private static void assertOrder(String... sorted) {
    List<String> expected = List.of(sorted);
    for (int seed = 0; seed < 5; seed++) {
      List<String> shuffled = new ArrayList<>(expected);
      Collections.shuffle(shuffled, new Random(seed));
      shuffled.sort(NaturalOrder.OF_PATHS);
      assertEquals(expected, shuffled);
    }
  }
}
