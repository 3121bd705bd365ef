package org.transferability.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A zoo for races. A row has a hidden number z_k for each draw k; the label of draw k is z_k plus
 * noise, and each source has {@value #CARRIERS} features that carry z_k, more or less noisily. How
 * well it is carried is another permutation of the same values for each draw: the first few sources
 * differ by thousandths of R2, the others by hundredths. So one tree of features serves many draws.
 */
final class RaceData {
  private static final int CARRIERS = 4;
  private static final float LABEL_NOISE = 0.5f;

  /** Noise is taken from a table at random places: making it would take longer than writing. */
  private static final int TABLE = 1 << 20;

  private final Path root;
  private final BenchShape shape;
  private final int draws;
  private final long seed;
  private final float[] noise = new float[TABLE];

  private RaceData(Path root, BenchShape shape, int draws, long seed) {
    this.root =
        root.resolve(
            "race-%dx%dx%d-draws%d-seed%d"
                .formatted(shape.sets(), shape.rows(), shape.width(), draws, seed));
    this.shape = shape;
    this.draws = draws;
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < TABLE; i++) {
      noise[i] = (float) random.nextGaussian();
    }
  }

  /** The data under {@code root}, made if it is not there. */
  static RaceData of(Path root, BenchShape shape, int draws, long seed)
      throws IOException, InterruptedException {
    if (draws * CARRIERS > shape.width()) {
      throw new IllegalArgumentException("Cannot make " + draws + " draws in so few features");
    }
    RaceData data = new RaceData(root.toAbsolutePath(), shape, draws, seed);
    if (!Files.exists(data.root)) {
      data.write();
    }
    return data;
  }

  String features() {
    return root.resolve("features").toString();
  }

  /** The labels of one draw, in a tree of their own. */
  String targets(int draw) {
    return root.resolve("targets-" + draw).toString();
  }

  /** The labels of all draws side by side. */
  String allTargets() {
    return root.resolve("targets-all").toString();
  }

  private void write() throws IOException, InterruptedException {
    Path unfinished = root.resolveSibling(root.getFileName() + ".unfinished");
    if (Files.exists(unfinished)) {
      try (Stream<Path> old = Files.walk(unfinished)) {
        for (Path each : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> files = new ArrayList<>();
      for (int set = 0; set < shape.sets(); set++) {
        int source = set;
        files.add(threads.submit(() -> writeFeatures(unfinished, source)));
      }
      files.add(threads.submit(() -> writeLabels(unfinished.resolve("targets-all"), 0, draws)));
      for (int k = 0; k < draws; k++) {
        int draw = k;
        files.add(
            threads.submit(
                () -> writeLabels(unfinished.resolve("targets-" + draw), draw, draw + 1)));
      }
      for (Future<?> file : files) {
        file.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot generate data in " + root, e.getCause());
    } finally {
      threads.shutdownNow();
    }
    Files.move(unfinished, root, StandardCopyOption.ATOMIC_MOVE);
  }

  private float hidden(int row, int draw) {
    return noise[place(new SplittableRandom(seed + 31L * draw + 1_000_003L * row))];
  }

  private static int place(SplittableRandom random) {
    return random.nextInt(TABLE);
  }

  /** R2 of z_k on the features of a source: .8, .798, .795, .79, then down to .3 in equal steps. */
  private double carried(int source, int draw) {
    List<Integer> places = new ArrayList<>(IntStream.range(0, shape.sets()).boxed().toList());
    Collections.shuffle(places, new Random(seed + draw));
    int place = places.get(source);
    double[] first = {0.8, 0.798, 0.795, 0.79};
    return place < first.length
        ? first[place]
        : 0.78 - 0.48 * (place - first.length) / Math.max(1, shape.sets() - first.length);
  }

  private void writeFeatures(Path folder, int source) {
    float[] strength = new float[draws];
    for (int k = 0; k < draws; k++) {
      double r2 = carried(source, k);
      strength[k] = (float) Math.sqrt(r2 / (1 - r2) / CARRIERS);
    }
    Path file =
        folder.resolve("features/source=s%05d/dataset=d/part-000.parquet".formatted(source));
    float[] row = new float[shape.width()];
    SplittableRandom random = new SplittableRandom(seed + 7919L * (source + 1));
    try (BenchFileWriter writer = BenchFileWriter.features(file, shape)) {
      for (int r = 0; r < shape.rows(); r++) {
        int at = place(random);
        for (int i = 0; i < row.length; i++) {
          row[i] = noise[(at + i) & (TABLE - 1)];
        }
        for (int k = 0; k < draws; k++) {
          float z = strength[k] * hidden(r, k);
          for (int c = 0; c < CARRIERS; c++) {
            row[k * CARRIERS + c] += z;
          }
        }
        writer.write(r, row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeLabels(Path folder, int from, int to) {
    BenchShape labels = shape.withTargets(to - from, 1);
    float[] row = new float[to - from];
    try (BenchFileWriter writer =
        BenchFileWriter.labels(folder.resolve("dataset=d/part-000.parquet"), labels)) {
      for (int r = 0; r < shape.rows(); r++) {
        for (int k = from; k < to; k++) {
          SplittableRandom random = new SplittableRandom(seed - 1 - k - 1_000_003L * r);
          row[k - from] = hidden(r, k) + LABEL_NOISE * noise[place(random)];
        }
        writer.write(r, row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
