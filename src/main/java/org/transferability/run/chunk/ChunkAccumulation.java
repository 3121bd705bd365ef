package org.transferability.run.chunk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.accumulate.classes.ClassAccumulator;
import org.transferability.accumulate.classes.ClassLayout;
import org.transferability.accumulate.sample.RowSampler;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.RowBlock;
import org.transferability.read.RowReader;
import org.transferability.read.id.IdSpan;
import org.transferability.read.label.RowFolds;
import org.transferability.study.InputException;

/** The work of one task on one chunk: rows = read and join; moments = add. Runs on an executor. */
public final class ChunkAccumulation {
  /**
   * Bytes of features in a block of several BLAS calls. Measured: what stays in the second-level
   * cache is centred and multiplied fastest.
   */
  private static final int BLOCK_BYTES = 1 << 20;

  private static final int MOST_CALLS = 3;

  /** Bytes of a block of rows that are only kept. */
  private static final long KEPT_BLOCK_BYTES = 8L << 20;

  private static final ThreadLocal<SoftReference<RowBlock>> SPARE = new ThreadLocal<>();

  private final ChunkSpec spec;
  private final Configuration conf;
  private final UnaryOperator<FoldMoments> send;
  private final Function<KeptRows, byte[]> sendKept;
  private final RowLabels labels;
  private final RowFolds folds;
  private @Nullable RowBlock block;
  private @Nullable KeptRows kept; // null if the set is not reduced
  private @Nullable Sums features;
  private @Nullable Sums predictions;
  private int[] foldOfRow = new int[0];
  private RowSampler.Keys keys = RowSampler.Keys.of(0);
  private int width;
  private int predictionWidth;
  private String widthFrom = "";
  private long rowsRead;
  private long rowsDropped;
  private long rowsJoined;
  private long readNanos;
  private long accumulateNanos;
  private long idSum;

  /** The sums of the features, or of the predictions. */
  private final class Sums {
    private final int d;
    private final FoldAccumulator moments;
    private final @Nullable ClassAccumulator classes;
    private final @Nullable RowSampler sampler;

    Sums(int d, @Nullable ClassLayout classes) {
      this.d = d;
      this.moments = new FoldAccumulator(d, spec.layout(), folds.count(), spec.precision());
      this.classes = classes == null ? null : new ClassAccumulator(d, classes);
      this.sampler = spec.sample().isNone() ? null : new RowSampler(spec.sample());
    }

    void add(double[] rows, double[] ofLabels, int[] ofRow, RowSampler.Keys ofRows, int count) {
      int outputs = spec.layout().outputs();
      if (sampler != null) { // before the rows are centred where they stand
        sampler.add(new RowSampler.Rows(rows, d, ofLabels, outputs, ofRow, ofRows), count);
      }
      if (classes != null) {
        classes.add(rows, ofLabels, outputs, count);
      }
      moments.add(rows, ofLabels, ofRow, count);
    }

    ChunkResult.Side finish(UnaryOperator<FoldMoments> sent) {
      FoldMoments found = moments.finish();
      return new ChunkResult.Side(
          d,
          sent.apply(found).toBytes(),
          classes == null ? null : classes.finish(found.whole()).toBytes(),
          sampler == null ? null : sampler.finish().toBytes());
    }
  }

  private ChunkAccumulation(
      ChunkSpec spec,
      RowLabels labels,
      Configuration conf,
      UnaryOperator<FoldMoments> send,
      Function<KeptRows, byte[]> sendKept) {
    this.spec = spec;
    this.send = send;
    this.sendKept = sendKept;
    this.labels = labels;
    this.folds = spec.folds();
    this.conf = conf;
  }

  /**
   * Reads and accumulates a chunk. A user's error is a result, not an exception: another try would
   * find the same.
   *
   * @param send gets the moments of the features, and gives what is to be sent in the result
   */
  public static ChunkResult run(
      ChunkSpec spec, Configuration conf, UnaryOperator<FoldMoments> send) {
    return run(spec, conf, send, kept -> kept.reduce(spec.name()));
  }

  /**
   * The same for a chunk that may be a part of a set with no more rows than features.
   *
   * @param sendKept gets the rows that were kept, and gives what is to be sent instead of them
   */
  public static ChunkResult runPart(
      ChunkSpec spec, Configuration conf, Function<KeptRows, byte[]> sendKept) {
    return run(spec, conf, UnaryOperator.identity(), sendKept);
  }

  @SuppressWarnings("try") // memory is held, not used
  private static ChunkResult run(
      ChunkSpec spec,
      Configuration conf,
      UnaryOperator<FoldMoments> send,
      Function<KeptRows, byte[]> sendKept) {
    try (KeptMemory memory = KeptMemory.of(spec.keptBytes());
        RowLabels labels = spec.labels().open(spec, conf)) {
      return new ChunkAccumulation(spec, labels, conf, send, sendKept).run();
    } catch (BesideLabels.Misplaced e) {
      return new ChunkResult.Misplaced(spec.set(), spec.chunk());
    } catch (InputException e) {
      String message = Objects.requireNonNull(e.getMessage());
      return new ChunkResult.Failed(spec.set(), spec.chunk(), message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChunkResult run() throws IOException {
    FeatureColumns columns = spec.columns();
    for (int number = 0; number < spec.ranges().size(); number++) {
      FileRange range = spec.ranges().get(number);
      long start = System.nanoTime();
      try (RowReader rows = new RowReader(conf, range, columns, spec.missing())) {
        columns = rows.pinned();
        RowBlock into = blockFor(rows, range);
        while (rows.read(into)) {
          if (into.rows() == into.capacity()) {
            readNanos += System.nanoTime() - start;
            addBlock(number, into);
            start = System.nanoTime();
          }
        }
        readNanos += System.nanoTime() - start;
        if (block != null && block.rows() > 0) {
          addBlock(number, block);
        }
        rowsRead += rows.rowsRead();
        rowsDropped += rows.rowsDropped();
        idSum += rows.idSum();
      }
    }
    return result();
  }

  /** The block to fill, sized by the first range that has rows; later ones must have its widths. */
  private RowBlock blockFor(RowReader rows, FileRange range) {
    if (block != null) {
      rows.requireWidth(width, widthFrom);
      rows.requirePredictionWidth(predictionWidth, widthFrom);
      return block;
    }
    if (rows.width() == 0 && rows.predictionWidth() == 0) {
      return new RowBlock(1); // reading on counts and checks the rows, none of which can be kept
    }
    width = rows.width();
    predictionWidth = rows.predictionWidth();
    widthFrom = range.file().path();
    long rowBytes = (long) Double.BYTES * Math.max(width, predictionWidth);
    long callBytes = MomentsAccumulator.BLOCK_ROWS * rowBytes;
    int calls = (int) Math.max(1, Math.min(MOST_CALLS, BLOCK_BYTES / callBytes));
    int capacity = calls * MomentsAccumulator.BLOCK_ROWS;
    if (spec.keptBytes() > 0 && width > 0) {
      kept = new KeptRows(width, spec.layout().outputs(), folds.count() > 1, spec.sample());
      capacity = (int) Math.max(1, Math.min(capacity, KEPT_BLOCK_BYTES / rowBytes));
    }
    block = spareBlock(capacity);
    foldOfRow = new int[capacity];
    keys = RowSampler.Keys.of(spec.sample().isNone() ? 0 : capacity);
    return block;
  }

  /** The block of this thread's last chunk, if it will do: for small sets, making one is work. */
  private static RowBlock spareBlock(int capacity) {
    SoftReference<RowBlock> reference = SPARE.get();
    RowBlock spare = reference == null ? null : reference.get();
    SPARE.remove(); // until this chunk ends well, the block is its own
    return spare != null && spare.capacity() == capacity ? spare : new RowBlock(capacity);
  }

  private void addBlock(int range, RowBlock filled) throws IOException {
    long start = System.nanoTime();
    double[] blockLabels = labels.of(filled, range);
    if (folds.count() > 1) {
      labels.folds(filled, folds, spec.ranges().get(range).file(), foldOfRow);
    }
    if (!spec.sample().isNone()) {
      labels.keys(filled, folds, spec.ranges().get(range).file(), foldOfRow, keys);
    }
    long joinedAt = System.nanoTime();
    readNanos += joinedAt - start;
    int rows = filled.rows();
    if (rows > 0 && filled.width() > 0) {
      addFeatures(filled.features(), blockLabels, rows);
    }
    if (rows > 0 && filled.predictionWidth() > 0) {
      if (predictions == null) {
        predictions = new Sums(filled.predictionWidth(), spec.classes().predictions());
      }
      predictions.add(filled.predictions(), blockLabels, foldOfRow, keys, rows);
    }
    rowsJoined += rows;
    filled.clear();
    accumulateNanos += System.nanoTime() - joinedAt;
  }

  /** Keeps the rows, or accumulates them once there are more rows than features. */
  private void addFeatures(double[] values, double[] blockLabels, int rows) {
    if (kept == null) {
      accumulate(values, blockLabels, foldOfRow, keys, rows);
      return;
    }
    kept.add(values, blockLabels, foldOfRow, keys, rows);
    if (kept.isTall()) {
      kept.forEach(this::accumulate);
      kept = null;
    }
  }

  private void accumulate(
      double[] values, double[] blockLabels, int[] ofRow, RowSampler.Keys ofRows, int rows) {
    if (features == null) {
      features = new Sums(width, spec.classes().features());
    }
    features.add(values, blockLabels, ofRow, ofRows, rows);
  }

  private ChunkResult result() throws IOException {
    long start = System.nanoTime();
    @Nullable IdSpan ids = labels.ids(conf);
    readNanos += System.nanoTime() - start;
    start = System.nanoTime();
    byte @Nullable [] reduced = kept == null || kept.rows() == 0 ? null : sendKept.apply(kept);
    byte @Nullable [] keptSample =
        kept == null || reduced == null || spec.sample().isNone() ? null : kept.sample().toBytes();
    ChunkResult.Side ofFeatures =
        features == null
            ? new ChunkResult.Side(width, null, null, keptSample)
            : features.finish(send);
    ChunkResult.Side ofPredictions =
        predictions == null
            ? new ChunkResult.Side(predictionWidth, null, null, null)
            : predictions.finish(UnaryOperator.identity());
    accumulateNanos += System.nanoTime() - start;
    if (block != null) {
      SPARE.set(new SoftReference<>(block));
    }
    return new ChunkResult.Accumulated(
        spec.set(),
        spec.chunk(),
        ofFeatures,
        ofPredictions,
        reduced,
        new RowCounts(
            rowsRead,
            rowsDropped,
            labels.unmatched(),
            rowsJoined,
            readNanos,
            accumulateNanos,
            0,
            idSum),
        labels.matched(),
        labels.strangers(),
        ids);
  }
}
