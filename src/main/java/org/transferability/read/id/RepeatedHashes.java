package org.transferability.read.id;

import java.util.Arrays;

/** Finds equal numbers among many by open addressing with linear probing, at most half full. */
public final class RepeatedHashes {
  private RepeatedHashes() {}

  /**
   * The hashes that occur more than once, each once, sorted.
   *
   * @param hashes well mixed; not modified
   * @param n their number
   */
  public static long[] of(long[] hashes, int n) {
    // a free slot contains 0, so that hash is counted separately
    long[] slots = new long[Integer.highestOneBit(Math.max(4, 2 * n - 1)) << 1];
    int mask = slots.length - 1;
    int zeros = 0;
    int found = 0;
    long[] repeated = new long[0];
    for (int i = 0; i < n; i++) {
      long hash = hashes[i];
      int slot = (int) hash & mask;
      while (slots[slot] != 0 && slots[slot] != hash) {
        slot = (slot + 1) & mask;
      }
      if (hash == 0 ? zeros++ > 0 : slots[slot] == hash) {
        repeated = found < repeated.length ? repeated : Arrays.copyOf(repeated, 8 + 2 * found);
        repeated[found++] = hash;
      }
      slots[slot] = hash;
    }
    return Arrays.stream(repeated, 0, found).sorted().distinct().toArray();
  }
}
