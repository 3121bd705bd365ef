package org.transferability.run.aggregate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.MissingFeatures;
import org.transferability.read.RepeatedIds;
import org.transferability.read.id.RepeatedHashes;
import org.transferability.run.chunk.OwnLabels;
import org.transferability.run.plan.Pass;
import scala.Tuple2;

/**
 * Looks through the ids of a whole set where its chunks alone do not show that none is there twice.
 * Hashes of ids go to buckets that each fit in a task's memory; what has one hash there is looked
 * at as an id.
 */
final class DistinctIds {
  /** Hashes that a task compares: 8 bytes each, and 16 more while they are compared. */
  private static final long BUCKET_ROWS = 1L << 21;

  private final JavaSparkContext spark;
  private final Broadcast<SerializableConfiguration> conf;
  private final Set<Checked> checked = ConcurrentHashMap.newKeySet();

  /** Rows whose ids are known to be there once. */
  private record Checked(List<FileRange> rows, String id) {}

  /** Row groups and their number among those of the set. */
  private record Part(int number, FileRange range) implements Serializable {}

  DistinctIds(JavaSparkContext spark, Broadcast<SerializableConfiguration> conf) {
    this.spark = spark;
    this.conf = conf;
  }

  /**
   * Reads the ids of all chunks of a set.
   *
   * @param count of the rows, about
   * @throws org.transferability.study.InputException if an id is there twice
   */
  void require(Pass plan, long count) {
    List<FileRange> ranges = plan.whole().chunks().stream().flatMap(List::stream).toList();
    Checked rows = new Checked(ranges, plan.columns().id());
    if (checked.contains(rows)) {
      return;
    }
    List<Part> parts =
        IntStream.range(0, ranges.size()).mapToObj(n -> new Part(n, ranges.get(n))).toList();
    FeatureColumns ids = new FeatureColumns(plan.columns().id(), null, null);
    long[] suspects = suspects(parts, ids, MissingFeatures.ERROR, count);
    if (suspects.length == 0) {
      checked.add(rows);
      return;
    }
    FeatureColumns columns = OwnLabels.whatKeepsRows(plan.columns(), plan.missing());
    if (plan.missing() != MissingFeatures.ERROR) {
      suspects = suspects(parts, columns, plan.missing(), count);
    }
    Optional<String> twice = RepeatedIds.twice(places(parts, columns, plan.missing(), suspects));
    if (twice.isPresent()) {
      throw OwnLabels.twice(plan.set().name(), twice.get());
    }
  }

  /** Hashes that several rows have, a few of them. */
  private long[] suspects(
      List<Part> parts, FeatureColumns columns, MissingFeatures missing, long rows) {
    int buckets = (int) Math.max(1, Math.min(1 << 16, rows / BUCKET_ROWS + 1));
    Broadcast<SerializableConfiguration> shared = conf;
    if (buckets == 1) { // on the driver, without a shuffle
      return RepeatedIds.few(
          repeated(
              spark
                  .parallelize(parts, parts.size())
                  .map(
                      part ->
                          RepeatedIds.hashes(
                              shared.value().value(), part.range(), columns, missing))
                  .collect()));
    }
    List<long[]> found =
        spark
            .parallelize(parts, parts.size())
            .flatMapToPair(
                part ->
                    dealt(
                            RepeatedIds.hashes(
                                shared.value().value(), part.range(), columns, missing),
                            buckets)
                        .iterator())
            .groupByKey(new HashPartitioner(buckets))
            .map(bucket -> RepeatedIds.few(repeated(bucket._2())))
            .collect();
    return RepeatedIds.few(found.stream().flatMapToLong(Arrays::stream).sorted().toArray());
  }

  /** The hashes by bucket. Their high bits tell it: the low ones are left to the comparison. */
  private static List<Tuple2<Integer, long[]>> dealt(long[] hashes, int buckets) {
    int[] rows = new int[buckets];
    for (long hash : hashes) {
      rows[bucket(hash, buckets)]++;
    }
    long[][] dealt = new long[buckets][];
    Arrays.setAll(dealt, bucket -> new long[rows[bucket]]);
    for (long hash : hashes) {
      int bucket = bucket(hash, buckets);
      dealt[bucket][--rows[bucket]] = hash;
    }
    List<Tuple2<Integer, long[]>> pairs = new ArrayList<>();
    for (int bucket = 0; bucket < buckets; bucket++) {
      if (dealt[bucket].length > 0) {
        pairs.add(new Tuple2<>(bucket, dealt[bucket]));
      }
    }
    return pairs;
  }

  private static int bucket(long hash, int buckets) {
    return (int) ((hash >>> 33) % buckets);
  }

  private static long[] repeated(Iterable<long[]> parts) {
    int rows = 0;
    for (long[] part : parts) {
      rows = Math.addExact(rows, part.length);
    }
    long[] all = new long[rows];
    int at = 0;
    for (long[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return RepeatedHashes.of(all, rows);
  }

  /** Where ids of these hashes stand, in the order of the rows. */
  private List<RepeatedIds.Place> places(
      List<Part> parts, FeatureColumns columns, MissingFeatures missing, long[] suspects) {
    Broadcast<SerializableConfiguration> shared = conf;
    return spark
        .parallelize(parts, parts.size())
        .flatMap(
            part ->
                RepeatedIds.places(
                        shared.value().value(),
                        part.number(),
                        part.range(),
                        columns,
                        missing,
                        suspects)
                    .iterator())
        .collect()
        .stream()
        .sorted(
            Comparator.comparingInt(RepeatedIds.Place::range)
                .thenComparingLong(RepeatedIds.Place::row))
        .toList();
  }
}
