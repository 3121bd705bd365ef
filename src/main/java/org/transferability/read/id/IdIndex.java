package org.transferability.read.id;

import java.util.Arrays;

/** Finds rows by id: open addressing with linear probing over row numbers, at most half full. */
public final class IdIndex {
  private final IdStore ids;
  private final int[] slots;
  private int duplicate = -1;
  private int original = -1;

  public IdIndex(IdStore ids) {
    this.ids = ids;
    int size = Integer.highestOneBit(Math.max(4, Math.min(ids.rows(), 1 << 28))) << 2;
    slots = new int[size];
    Arrays.fill(slots, -1);
    for (int row = 0; row < ids.rows(); row++) {
      int slot = slot(ids, row);
      if (slots[slot] >= 0) {
        duplicate = row;
        original = slots[slot];
        return;
      }
      slots[slot] = row;
    }
  }

  /** The first row with the id of an earlier row, or -1. */
  public int duplicate() {
    return duplicate;
  }

  /** The earlier row. */
  public int original() {
    return original;
  }

  /** The row with the id that {@code other} has at a row, or -1. */
  public int find(IdStore other, int row) {
    return slots[slot(other, row)];
  }

  /** The slot of the id, or the free slot where it would be. */
  private int slot(IdStore other, int row) {
    int mask = slots.length - 1;
    int slot = (int) other.hash(row, 0) & mask;
    while (slots[slot] >= 0 && !ids.sameId(slots[slot], other, row)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
