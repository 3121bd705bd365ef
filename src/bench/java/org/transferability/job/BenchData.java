package org.transferability.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Writes the inputs of a benchmark once, from a seed, in the layout that {@code jobs/score} reads.
 * Features are noise of unit variance around a mean of their own; the first outputs are features
 * plus noise, so that a fit has something to find.
 */
public final class BenchData {
  private final Path features;
  private final Path targets;
  private final BenchShape shape;
  private final long seed;

  private BenchData(Path root, BenchShape shape, long seed) {
    this.features = shape.features(root, seed);
    this.targets = shape.targets(root, seed);
    this.shape = shape;
    this.seed = seed;
  }

  /** The data of this shape and seed under {@code root}, made if it is not there. */
  public static BenchData of(Path root, BenchShape shape, long seed)
      throws IOException, InterruptedException {
    BenchData data = new BenchData(root.toAbsolutePath(), shape, seed);
    if (!Files.exists(data.features)) {
      data.write(data.features, data.featureFiles());
    }
    if (!Files.exists(data.targets)) {
      data.write(data.targets, data.targetFiles());
    }
    return data;
  }

  public String features() {
    return features.toString();
  }

  String targets() {
    return targets.toString();
  }

  /** The same values as .npy files, for numpy; written when first asked for. */
  Path npy() throws IOException {
    Path npy =
        features.resolveSibling(features.getFileName() + "-" + targets.getFileName() + "-npy");
    if (!Files.exists(npy)) {
      Path unfinished = fresh(npy.resolveSibling(npy.getFileName() + ".unfinished"));
      for (int dataset = 0; dataset < shape.datasets(); dataset++) {
        writeNpy(
            unfinished.resolve("labels-%05d.npy".formatted(dataset)),
            shape.targets() * shape.outputs(),
            labelsOf(dataset));
      }
      for (int set = 0; set < shape.sets(); set++) {
        writeNpy(
            unfinished.resolve("features-%05d.npy".formatted(set)), shape.width(), featuresOf(set));
      }
      Files.move(unfinished, npy, StandardCopyOption.ATOMIC_MOVE);
    }
    return npy;
  }

  /** Makes one file below the given folder. */
  @FunctionalInterface
  private interface FileMaker {
    void make(Path root);
  }

  private List<FileMaker> featureFiles() {
    List<FileMaker> files = new ArrayList<>();
    for (int set = 0; set < shape.sets(); set++) {
      for (int part = 0; part < shape.files(); part++) {
        int number = set;
        int file = part;
        files.add(root -> writeFeatures(root, number, file));
      }
    }
    return files;
  }

  private List<FileMaker> targetFiles() {
    List<FileMaker> files = new ArrayList<>();
    for (int dataset = 0; dataset < shape.datasets(); dataset++) {
      int number = dataset;
      files.add(root -> writeLabels(root, number));
    }
    return files;
  }

  private void write(Path folder, List<FileMaker> makers) throws IOException, InterruptedException {
    Path unfinished = fresh(folder.resolveSibling(folder.getFileName() + ".unfinished"));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> files = new ArrayList<>();
      for (FileMaker maker : makers) {
        files.add(threads.submit(() -> maker.make(unfinished)));
      }
      for (Future<?> file : files) {
        file.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot generate data in " + folder, e.getCause());
    } finally {
      threads.shutdownNow();
    }
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path fresh(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> old = Files.walk(path)) {
        for (Path each : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
    return Files.createDirectories(path);
  }

  private int datasetOf(int set) {
    return set % shape.datasets();
  }

  private void writeFeatures(Path root, int set, int part) {
    Path file =
        root.resolve(
            "source=s%05d/dataset=d%05d/part-%03d.parquet"
                .formatted(set / shape.datasets(), datasetOf(set), part));
    int first = firstRow(part);
    int end = firstRow(part + 1);
    float[] row = new float[shape.width()];
    try (BenchFileWriter writer = BenchFileWriter.features(file, shape)) {
      for (int r = first; r < end; r++) {
        featureRow(set, r, row);
        writer.write(r, row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int firstRow(int part) {
    return (int) ((long) shape.rows() * part / shape.files());
  }

  private void writeLabels(Path root, int dataset) {
    Path file = root.resolve("dataset=d%05d/part-000.parquet".formatted(dataset));
    float[] row = new float[shape.targets() * shape.outputs()];
    try (BenchFileWriter writer = BenchFileWriter.labels(file, shape)) {
      for (int r = 0; r < shape.rows(); r++) {
        labelRow(dataset, r, row);
        writer.write(r, row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a row of some table is made. */
  @FunctionalInterface
  private interface Rows {
    void row(int number, float[] into);
  }

  private Rows featuresOf(int set) {
    return (r, row) -> featureRow(set, r, row);
  }

  private Rows labelsOf(int dataset) {
    return (r, row) -> labelRow(dataset, r, row);
  }

  private SplittableRandom random(int kind, int table, int row) {
    return new SplittableRandom(seed + kind + 31L * table + 1_000_003L * row);
  }

  private void featureRow(int set, int r, float[] row) {
    SplittableRandom random = random(1, set, r);
    for (int i = 0; i < row.length; i++) {
      row[i] = (i & 7) / 4f + unit(random);
    }
  }

  /** Sum of four uniform numbers: mean 0, variance 1, as random as a benchmark needs. */
  private static float unit(SplittableRandom random) {
    long bits = random.nextLong();
    int sum =
        (int) (bits & 0xffff)
            + (int) (bits >>> 16 & 0xffff)
            + (int) (bits >>> 32 & 0xffff)
            + (int) (bits >>> 48);
    return (sum - 131_070) * (1 / 37_837f);
  }

  /** Labels follow the features of the dataset's first set. */
  private void labelRow(int dataset, int r, float[] row) {
    SplittableRandom features = random(1, dataset, r);
    SplittableRandom noise = random(2, dataset, r);
    int known = Math.min(row.length, shape.width());
    for (int k = 0; k < row.length; k++) {
      row[k] = (k < known ? unit(features) : 0) + unit(noise);
    }
  }

  private void writeNpy(Path file, int width, Rows rows) throws IOException {
    byte[] dictionary =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(shape.rows(), width)
            .getBytes(StandardCharsets.US_ASCII);
    int header = (10 + dictionary.length + 1 + 63) / 64 * 64;
    float[] row = new float[width];
    ByteBuffer out =
        ByteBuffer.allocate(Math.addExact(header, 4 * shape.rows() * width))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    out.put((byte) 1).put((byte) 0).putShort((short) (header - 10)).put(dictionary);
    while (out.position() < header - 1) {
      out.put((byte) ' ');
    }
    out.put((byte) '\n');
    for (int r = 0; r < shape.rows(); r++) {
      rows.row(r, row);
      out.asFloatBuffer().put(row);
      out.position(out.position() + 4 * width);
    }
    Files.write(file, out.array());
  }
}
