package org.transferability.run.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.ScatterTile;
import org.transferability.linear.SymmetricMatrix;
import org.transferability.run.chunk.BesideLabels;
import org.transferability.run.chunk.ChunkResult;
import org.transferability.run.chunk.ChunkSpec;
import org.transferability.run.chunk.TaskCounters;
import org.transferability.run.plan.Pass;
import org.transferability.study.InputException;
import scala.Tuple2;

/**
 * Moments of a set that are merged by executors because they are many, or wide: scatters go to the
 * reducers in tiles, keyed by tile and in chunk order, and come to the driver merged; so does the
 * rest of the moments, by one reducer. What the driver gets is d^2/2 numbers a scatter however many
 * chunks there were, a few tiles at a time, so that neither it nor spark.driver.maxResultSize sees
 * more. Of each chunk it gets the counts, and which labels and ids were found.
 *
 * <p>Classes of labels are merged with the scatters at hand. Then there are no tiles, and one
 * reducer merges everything.
 *
 * <p>The same additions in the same order as by the driver: the same bits.
 */
record TiledMoments(ShuffleJoin join, TaskCounters counters, DistinctIds distinctIds) {
  /** Tiles that one Spark job brings: far below the default of spark.driver.maxResultSize. */
  private static final int TILES_A_JOB = 32;

  /**
   * Reads and merges the chunks of a pass.
   *
   * @throws InputException the first error of a chunk
   * @throws BesideLabels.Misplaced if labels are not in the order of the chunks, as was assumed
   */
  SetMoments of(Pass plan, List<ChunkSpec> specs) {
    Tiling tiling =
        plan.classes().areNone()
            ? Tiling.of(
                plan.width(), plan.folds().count() * (1 + plan.targets().sides()), plan.tileLimit())
            : Tiling.none(plan.width());
    TaskCounters watched = counters;
    JavaRDD<TilePart> merged =
        join.perChunk(
                plan, specs, (spec, conf) -> ChunkParts.ofMoments(spec, tiling, conf, watched))
            .mapToPair(part -> part)
            .repartitionAndSortWithinPartitions(TileKey.partitions(tiling.count()))
            .mapPartitionsWithIndex(
                (partition, sorted) ->
                    partition == 0 ? mergeRest(sorted) : List.of(merge(sorted)).iterator(),
                false);
    try {
      return of(plan, tiling, merged);
    } finally {
      // the tiles of many sets would fill the disks of executors before they are collected
      merged.rdd().cleanShuffleDependencies(false);
    }
  }

  private SetMoments of(Pass plan, Tiling tiling, JavaRDD<TilePart> merged) {
    MomentsMerge rest = new MomentsMerge(ResumedPass.fresh(plan), distinctIds);
    for (TilePart part : merged.collectPartitions(new int[] {0})[0]) {
      if (part instanceof TilePart.Merged all) {
        rest.addMerged(all.moments());
      } else {
        rest.add(((TilePart.Rest) part).result());
      }
    }
    SetMoments moments = rest.finish();
    Optional<FoldMoments> features = moments.features().moments();
    return features.isEmpty() || tiling.count() == 0
        ? moments
        : moments.withFeatures(whole(plan, features.get(), tiling, merged));
  }

  /**
   * The chunks without their moments, in order, and the sum of their moments. A chunk that cannot
   * be added ends the sum: the driver reports why.
   */
  private static Iterator<TilePart> mergeRest(Iterator<Tuple2<TileKey, TilePart>> sorted) {
    List<TilePart> parts = new ArrayList<>();
    MomentsSum sum = new MomentsSum();
    int width = 0;
    int predictionWidth = 0;
    boolean sums = true;
    while (sorted.hasNext()) {
      ChunkResult result = ((TilePart.Rest) sorted.next()._2()).result();
      if (!(result instanceof ChunkResult.Accumulated chunk)) {
        sums = false;
        parts.add(new TilePart.Rest(result));
        continue;
      }
      int ofFeatures = chunk.features().width();
      int ofPredictions = chunk.predictions().width();
      sums &= isSame(width, ofFeatures) && isSame(predictionWidth, ofPredictions);
      width = Math.max(width, ofFeatures);
      predictionWidth = Math.max(predictionWidth, ofPredictions);
      if (sums) {
        sum.add(chunk);
      }
      parts.add(new TilePart.Rest(chunk.withoutMoments()));
    }
    if (sums) {
      parts.add(new TilePart.Merged(sum.asChunk()));
    }
    return parts.iterator();
  }

  private static boolean isSame(int before, int now) {
    return before == 0 || now == 0 || before == now;
  }

  private static TilePart merge(Iterator<Tuple2<TileKey, TilePart>> sorted) {
    ScatterTile merged = null;
    byte[] only = new byte[0];
    while (sorted.hasNext()) {
      byte[] bytes = ((TilePart.Tile) sorted.next()._2()).bytes();
      if (merged == null && !sorted.hasNext()) {
        only = bytes;
      } else {
        ScatterTile next = ScatterTile.fromBytes(bytes);
        merged = merged == null ? next : merged.merge(next);
      }
    }
    return new TilePart.Tile(merged == null ? only : merged.toBytes());
  }

  private static FoldMoments whole(
      Pass plan, FoldMoments rest, Tiling tiling, JavaRDD<TilePart> merged) {
    int width = rest.fold(0).width();
    if (width != tiling.width() || rest.scatters() != tiling.scatters()) {
      throw new InputException(
          "Cannot accumulate features of %s: expected %d numbers a row as in its footers, found %d (first file %s)"
              .formatted(
                  plan.set().name(), tiling.width(), width, plan.set().files().get(0).path()));
    }
    List<SymmetricMatrix> scatters =
        Stream.generate(() -> SymmetricMatrix.zeros(width)).limit(tiling.scatters()).toList();
    for (int first = 0; first < tiling.count(); first += TILES_A_JOB) {
      int end = Math.min(tiling.count(), first + TILES_A_JOB);
      List<TilePart>[] tiles =
          merged.collectPartitions(IntStream.range(first + 1, end + 1).toArray());
      for (int tile = first; tile < end; tile++) {
        byte[] bytes = ((TilePart.Tile) tiles[tile - first].get(0)).bytes();
        if (bytes.length > 0) {
          ScatterTile.fromBytes(bytes).copyTo(scatters.get(tiling.scatter(tile)));
        }
      }
      Arrays.fill(tiles, null);
    }
    return rest.withScatters(scatters);
  }
}
