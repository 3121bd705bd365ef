package org.transferability.run.aggregate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.reduced.SpanSlices;
import org.transferability.run.chunk.BesideLabels;
import org.transferability.run.chunk.ChunkResult;
import org.transferability.run.chunk.ChunkSpec;
import org.transferability.run.chunk.TaskCounters;
import org.transferability.run.plan.Pass;
import org.transferability.study.InputException;
import scala.Tuple2;

/**
 * The rows of a set that has no more of them than features, and too many for one task, in
 * coordinates of their span. Each chunk of rows is cut into blocks of features; a block of all rows
 * comes together on an executor, and the driver gets sums over blocks only: n^2/2 numbers for any
 * number of features, see {@link SpreadSums}.
 */
record TiledRows(ShuffleJoin join, TaskCounters counters, DistinctIds distinctIds) {
  /**
   * Reads and reduces the rows of a pass.
   *
   * @throws InputException the first error of a chunk, or numbers that cannot be squared
   * @throws BesideLabels.Misplaced if labels are not in the order of the chunks, as was assumed
   */
  SetMoments of(Pass plan, List<ChunkSpec> specs) {
    RowTiling tiling = RowTiling.of(plan.width(), plan.reducedRows(), plan.tileLimit());
    TaskCounters watched = counters;
    JavaPairRDD<TileKey, TilePart> blocks =
        join.perChunk(plan, specs, (spec, conf) -> ChunkParts.ofRows(spec, tiling, conf, watched))
            .mapToPair(part -> part)
            .repartitionAndSortWithinPartitions(TileKey.partitions(tiling.count()));
    try {
      MomentsMerge rest = new MomentsMerge(ResumedPass.fresh(plan), distinctIds);
      List<ReducedRows> labelled = labelled(plan, rest, blocks);
      SetMoments moments = rest.finish();
      if (labelled.isEmpty()) {
        return moments;
      }
      requireSquares(plan, tiling, blocks);
      SpreadSums sums = new SpreadSums(join.spark(), blocks, tiling);
      return moments.withReduced(ReducedRows.of(labelled, sums));
    } finally {
      // the blocks of many sets would fill the disks of executors before they are collected
      blocks.rdd().cleanShuffleDependencies(false);
    }
  }

  /** Labels and folds of the rows, by chunk; the rest of the chunks is added to the set's. */
  private static List<ReducedRows> labelled(
      Pass plan, MomentsMerge rest, JavaPairRDD<TileKey, TilePart> blocks) {
    List<ReducedRows> labelled = new ArrayList<>();
    for (Tuple2<TileKey, TilePart> part : blocks.collectPartitions(new int[] {0})[0]) {
      ChunkResult.Accumulated chunk = ((TilePart.Rest) part._2()).result().orElseThrow();
      rest.add(chunk.withoutReduced());
      int width = chunk.features().width();
      if (width != 0 && width != plan.width()) {
        throw new InputException(
            "Cannot accumulate features of %s: expected %d numbers a row as in its footers, found %d (first file %s)"
                .formatted(
                    plan.set().name(),
                    plan.width(),
                    width,
                    plan.chunks().get(chunk.chunk()).get(0).file().path()));
      }
      if (chunk.reduced() != null) {
        labelled.add(ReducedRows.fromBytes(chunk.reduced()));
      }
    }
    return labelled;
  }

  private static void requireSquares(
      Pass plan, RowTiling tiling, JavaPairRDD<TileKey, TilePart> blocks) {
    List<String> violations =
        blocks
            .mapPartitionsWithIndex(
                (partition, parts) ->
                    partition == 0 ? Collections.emptyIterator() : violations(parts, tiling),
                false)
            .collect();
    if (!violations.isEmpty()) {
      throw new InputException(
          "Cannot score %s: %s".formatted(plan.set().name(), violations.get(0)));
    }
  }

  private static Iterator<String> violations(
      Iterator<Tuple2<TileKey, TilePart>> parts, RowTiling tiling) {
    List<String> found = new ArrayList<>();
    RowTiling.Blocks blocks = new RowTiling.Blocks(parts, tiling);
    while (blocks.hasNext()) {
      Optional<String> violation = SpanSlices.violation(blocks.next(), blocks.firstFeature());
      violation.ifPresent(found::add);
    }
    return found.iterator();
  }
}
