package org.transferability.run.aggregate;

import java.io.Serializable;
import java.util.function.ToIntFunction;
import org.apache.spark.Partitioner;

/** Sends each key to the partition whose number it states. */
final class ByNumber extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int partitions;
  private final KeyNumber number;

  /** The number of the partition of a key, from 0. */
  @FunctionalInterface
  interface KeyNumber extends ToIntFunction<Object>, Serializable {}

  ByNumber(int partitions, KeyNumber number) {
    this.partitions = partitions;
    this.number = number;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return number.applyAsInt(key);
  }
}
