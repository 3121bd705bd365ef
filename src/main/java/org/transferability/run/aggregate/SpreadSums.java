package org.transferability.run.aggregate;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Partition;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import org.transferability.accumulate.reduced.Residuals;
import org.transferability.accumulate.reduced.SpanSlices;
import org.transferability.accumulate.reduced.SpanSums;
import scala.Option;
import scala.Tuple2;

/**
 * Sums over blocks of features that are spread over the executors. A task sums a slice over a group
 * of blocks; the sums of the groups are added in the order of the groups, on executors, and come to
 * the driver in pieces, a few at a time, so that neither it nor spark.driver.maxResultSize sees
 * more. The same sums bit for bit on any number of cores.
 *
 * @param blocks a partition for everything else, then one for each block of features
 */
record SpreadSums(JavaSparkContext spark, JavaPairRDD<TileKey, TilePart> blocks, RowTiling tiling)
    implements SpanSums {
  /** Pieces that one Spark job brings: far below the default of spark.driver.maxResultSize. */
  private static final int PIECES_A_JOB = 32;

  @Override
  public double[] cross(Residuals residuals) {
    return sum(SpanSlices.of(residuals, SpanSlices.Kind.CROSS, tiling.sliceBytes()));
  }

  @Override
  public double[] gram(Residuals residuals) {
    return sum(SpanSlices.of(residuals, SpanSlices.Kind.GRAM, tiling.sliceBytes()));
  }

  private double[] sum(SpanSlices slices) {
    int[] firstPiece = new int[slices.count() + 1];
    for (int s = 0; s < slices.count(); s++) {
      firstPiece[s + 1] = firstPiece[s] + tiling.pieces(slices.length(s));
    }
    RowTiling cut = tiling;
    int groups = cut.groups(slices.count());
    Broadcast<SpanSlices> shared = spark.broadcast(slices);
    JavaRDD<TilePart> merged =
        perTask(slices.count(), groups)
            .<Tuple2<TileKey, TilePart>>mapPartitionsWithIndex(
                (task, parts) ->
                    pieces(
                        sums(shared.value(), task / groups, new RowTiling.Blocks(parts, cut)),
                        firstPiece[task / groups],
                        task % groups,
                        cut.piece()),
                false)
            .mapToPair(piece -> piece)
            .repartitionAndSortWithinPartitions(TileKey.partitions(firstPiece[slices.count()]))
            .mapPartitions(sorted -> List.<TilePart>of(merge(sorted)).iterator());
    try {
      return collect(slices, firstPiece, merged);
    } finally {
      shared.destroy();
    }
  }

  /** A partition for each slice and group of blocks: the blocks of the group, in order. */
  private JavaRDD<Tuple2<TileKey, TilePart>> perTask(int slices, int groups) {
    RDD<Tuple2<TileKey, TilePart>> spread =
        blocks
            .rdd()
            .coalesce(
                slices * groups, false, Option.apply(new Copies(slices, groups, tiling)), null);
    return spread.toJavaRDD();
  }

  /** Gives the partitions of each group of blocks to a task for each slice. */
  private record Copies(int slices, int groups, RowTiling tiling)
      implements PartitionCoalescer, Serializable {
    @Override
    public PartitionGroup[] coalesce(int most, RDD<?> parent) {
      Partition[] partitions = parent.partitions();
      PartitionGroup[] tasks = new PartitionGroup[slices * groups];
      for (int task = 0; task < tasks.length; task++) {
        int group = task % groups;
        tasks[task] = new PartitionGroup(Option.empty());
        int end = tiling.groupFrom(group + 1, groups);
        for (int block = tiling.groupFrom(group, groups); block < end; block++) {
          tasks[task].partitions().append(partitions[block + 1]);
        }
      }
      return tasks;
    }
  }

  private static double[] sums(SpanSlices slices, int slice, RowTiling.Blocks blocks) {
    SpanSlices.Adder adder = slices.adder(slice);
    blocks.forEachRemaining(adder::add);
    return adder.sum();
  }

  private static Iterator<Tuple2<TileKey, TilePart>> pieces(
      double[] sums, int firstPiece, int group, int piece) {
    int count = (sums.length + piece - 1) / piece;
    return IntStream.range(0, count)
        .mapToObj(
            p -> {
              int from = p * piece;
              int to = Math.min(sums.length, from + piece);
              return new Tuple2<TileKey, TilePart>(
                  new TileKey(firstPiece + p, group), new TilePart.Tile(toBytes(sums, from, to)));
            })
        .iterator();
  }

  private static byte[] toBytes(double[] values, int from, int to) {
    ByteBuffer out = ByteBuffer.allocate((to - from) * Double.BYTES);
    out.asDoubleBuffer().put(values, from, to - from);
    return out.array();
  }

  private static double[] fromBytes(byte[] bytes) {
    double[] values = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).asDoubleBuffer().get(values);
    return values;
  }

  /** The sum of one piece over all groups, in their order. */
  private static TilePart merge(Iterator<Tuple2<TileKey, TilePart>> sorted) {
    double[] sum = new double[0];
    while (sorted.hasNext()) {
      double[] next = fromBytes(((TilePart.Tile) sorted.next()._2()).bytes());
      if (sum.length == 0) {
        sum = next;
      } else {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += next[i];
        }
      }
    }
    return new TilePart.Tile(toBytes(sum, 0, sum.length));
  }

  private double[] collect(SpanSlices slices, int[] firstPiece, JavaRDD<TilePart> merged) {
    double[] all = slices.zeros();
    int count = firstPiece[slices.count()];
    int slice = 0;
    for (int first = 0; first < count; first += PIECES_A_JOB) {
      int end = Math.min(count, first + PIECES_A_JOB);
      List<TilePart>[] found =
          merged.collectPartitions(IntStream.range(first + 1, end + 1).toArray());
      List<List<TilePart>> pieces = new ArrayList<>(Arrays.asList(found));
      for (int piece = first; piece < end; piece++) {
        while (piece >= firstPiece[slice + 1]) {
          slice++;
        }
        double[] sums = fromBytes(((TilePart.Tile) pieces.get(piece - first).get(0)).bytes());
        slices.copy(slice, (piece - firstPiece[slice]) * tiling.piece(), sums, all);
      }
    }
    return all;
  }
}
