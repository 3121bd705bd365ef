package org.transferability.run.aggregate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;
import org.transferability.read.FileRange;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdSpan;
import org.transferability.read.label.LabelTable;
import org.transferability.run.chunk.ChunkResult;
import org.transferability.run.chunk.RowCounts;
import org.transferability.run.plan.Pass;
import org.transferability.study.InputException;

/** Collects the chunks of one set, which must come in chunk order. */
final class MomentsMerge {
  private final Pass plan;
  private final DistinctIds distinctIds;
  private final List<IdSpan> ids = new ArrayList<>();
  private @Nullable String idsFrom;
  private final RoaringBitmap matched = new RoaringBitmap();
  private final List<String> strangers = new ArrayList<>();
  private final MomentsSum sum = new MomentsSum();
  private int width;
  private int predictionWidth;
  private RowCounts counts = RowCounts.NONE;

  /**
   * @param distinctIds looks through ids that the chunks alone do not show to be there once
   * @throws InputException if moments are there from an earlier run, but damaged
   */
  MomentsMerge(ResumedPass resumed, DistinctIds distinctIds) {
    this.plan = resumed.pass();
    this.distinctIds = distinctIds;
    if (resumed.kept() != null) {
      beginWith(resumed.kept().get());
    }
  }

  private void beginWith(SetMoments earlier) {
    sum.begin(earlier);
    width = earlier.features().width();
    predictionWidth = earlier.predictions().width();
    counts = earlier.counts();
    earlier.matched().ifPresent(rows -> matched.or(bitmap(rows)));
  }

  private static RoaringBitmap bitmap(byte[] bytes) {
    return new ImmutableRoaringBitmap(ByteBuffer.wrap(bytes)).toRoaringBitmap();
  }

  /**
   * @throws InputException the error that ended the chunk, or one that only two chunks together
   *     show: different widths, an id in both
   */
  void add(ChunkResult result) {
    ChunkResult.Accumulated chunk = result.orElseThrow();
    counts = counts.plus(chunk.counts());
    width = sameWidth("features", width, chunk.features().width(), chunk);
    predictionWidth = sameWidth("predictions", predictionWidth, chunk.predictions().width(), chunk);
    long start = System.nanoTime();
    sum.add(chunk);
    counts = counts.plusMerge(System.nanoTime() - start);
    if (chunk.matched() != null) {
      join(bitmap(chunk.matched()), plan.chunks().get(chunk.chunk()));
    }
    if (strangers.isEmpty()) {
      strangers.addAll(chunk.strangers());
    }
    if (chunk.ids() != null) {
      addIds(chunk.ids(), plan.chunks().get(chunk.chunk()).get(0).file().path());
    }
  }

  private void addIds(IdSpan span, String file) {
    idsFrom = idsFrom == null ? file : idsFrom;
    IdKind expected = ids.isEmpty() ? span.kind() : ids.get(0).kind();
    expected.requireIn(file, span.kind(), idsFrom);
    ids.add(span);
  }

  /** Chunks show that no id is in two of them if each lies apart from the others. */
  private void requireDistinctIds() {
    boolean watched = plan.labels() == null && plan.columns().id() != null;
    if (watched && (plan.isResumed() || !IdSpan.showDistinct(ids))) {
      distinctIds.require(plan, counts.read());
    }
  }

  private int sameWidth(String what, int before, int now, ChunkResult chunk) {
    if (before != 0 && now != 0 && before != now) {
      throw new InputException(
          "Cannot accumulate %s of %s: expected %d numbers a row as in its first file, found %d (%s)"
              .formatted(
                  what,
                  plan.set().name(),
                  before,
                  now,
                  plan.chunks().get(chunk.chunk()).get(0).file().path()));
    }
    return before != 0 ? before : now;
  }

  /** Adds moments that were merged elsewhere, of chunks that were added without them. */
  void addMerged(ChunkResult.Accumulated merged) {
    sum.add(merged);
  }

  private void join(RoaringBitmap chunk, List<FileRange> ranges) {
    if (RoaringBitmap.intersects(matched, chunk)) {
      String id =
          plan.joinedLabels()
              .table()
              .orElseThrow()
              .idText(RoaringBitmap.and(matched, chunk).first());
      String files =
          ranges.stream()
              .map(range -> range.file().path())
              .distinct()
              .collect(Collectors.joining(" or "));
      throw new InputException(
          "Cannot join %s: expected every id once, found id %s twice (the second one in %s)"
              .formatted(plan.set().name(), id, files));
    }
    matched.or(chunk);
  }

  /**
   * @throws InputException if no row counts, or an id is there twice
   */
  SetMoments finish() {
    long labelRows = plan.labels() == null ? 0 : plan.labels().rows();
    if (counts.joined() == 0) {
      throw nothingJoined();
    }
    requireDistinctIds();
    return sum.finish(
        counts,
        plan.labels() == null ? 0 : labelRows - labelsFound(),
        plan.labels() == null || plan.isShuffled() ? Optional.empty() : Optional.of(found()));
  }

  private byte[] found() {
    byte[] bytes = new byte[matched.serializedSizeInBytes()];
    matched.serialize(ByteBuffer.wrap(bytes));
    return bytes;
  }

  private long labelsFound() {
    return plan.joinedLabels().table().isPresent() ? matched.getLongCardinality() : counts.joined();
  }

  private InputException nothingJoined() {
    String name = plan.set().name();
    if (counts.unmatched() == 0) {
      return new InputException(
          "Cannot score %s: expected rows with features, found none in %d rows (%d dropped because their features are not finite; first file %s)"
              .formatted(name, counts.read(), counts.dropped(), plan.set().files().get(0).path()));
    }
    String known =
        plan.joinedLabels()
            .table()
            .map(MomentsMerge::examples)
            .orElse("unknown, because the labels are joined by a shuffle");
    return new InputException(
        "Cannot join %s: expected ids that features and labels share, found none (ids with features: %s; ids with labels: %s)"
            .formatted(name, String.join(", ", strangers), known));
  }

  private static String examples(LabelTable table) {
    return IntStream.range(0, Math.min(3, table.rows()))
        .mapToObj(table::idText)
        .collect(Collectors.joining(", "));
  }
}
