package org.transferability.job;

import java.nio.file.Path;
import java.util.Locale;
import org.transferability.study.InputException;

/**
 * Generated input: {@code sets} feature sets of {@code rows} x {@code width} float32, spread evenly
 * over {@code datasets} datasets, each dataset with one label table.
 *
 * @param targets target columns of each dataset
 * @param outputs numbers a row in each target
 * @param files Parquet files of a feature set
 * @param encoding how Parquet stores the features
 */
public record BenchShape(
    int sets,
    int datasets,
    int rows,
    int width,
    int targets,
    int outputs,
    int files,
    Encoding encoding) {

  /** Bytes of a row group before compression. */
  static final long ROW_GROUP = 32L << 20;

  /** How the features are stored. */
  public enum Encoding {
    /** No dictionary, no compression: page bytes are the values. */
    PLAIN,
    /** What pyarrow and pandas write if told nothing: dictionary tried first, snappy. */
    SNAPPY
  }

  public BenchShape {
    if (sets < 1 || datasets < 1 || sets % datasets != 0 || rows < files || width < 1) {
      throw new InputException(
          "Cannot generate data: expected sets in equal parts on datasets, a row a file, found %d sets on %d datasets, %d rows in %d files"
              .formatted(sets, datasets, rows, files));
    }
  }

  /** One large set, one target of two outputs, four files. */
  public static BenchShape wide(int rows, int width) {
    return new BenchShape(1, 1, rows, width, 1, 2, 4, Encoding.PLAIN);
  }

  /** Many sets, one file each. */
  static BenchShape many(int sets, int datasets, int rows, int width, int targets) {
    return new BenchShape(sets, datasets, rows, width, targets, 1, 1, Encoding.PLAIN);
  }

  public BenchShape with(Encoding other) {
    return new BenchShape(sets, datasets, rows, width, targets, outputs, files, other);
  }

  BenchShape withTargets(int count, int outputsEach) {
    return new BenchShape(sets, datasets, rows, width, count, outputsEach, files, encoding);
  }

  BenchShape withFiles(int count) {
    return new BenchShape(sets, datasets, rows, width, targets, outputs, count, encoding);
  }

  /** Values of all features, in float32. */
  long featureBytes() {
    return 4L * sets * rows * width;
  }

  long allRows() {
    return (long) sets * rows;
  }

  /** Flops of the Gram matrices and cross-products: n d (d + 2 Q) a set. */
  double flops() {
    return (double) sets * rows * width * (width + 2.0 * targets * outputs);
  }

  /** Scores that a job brings. */
  long scores(int penalties) {
    return (long) sets * targets * penalties;
  }

  /** For a reader. */
  String describe() {
    return "%,d x %d float32 (%s)%s, %s"
        .formatted(
            rows,
            width,
            encoding.name().toLowerCase(Locale.ROOT),
            sets == 1 ? "" : " in each of %,d sets on %d datasets".formatted(sets, datasets),
            targets == 1 ? "1 target" : "%,d targets".formatted(targets));
  }

  /** The folder in which such features are kept: equal parameters, equal name. */
  Path features(Path root, long seed) {
    return root.resolve(
        "features-%dx%dx%d-datasets%d-files%d-%s-seed%d"
            .formatted(
                sets,
                rows,
                width,
                datasets,
                files,
                encoding.name().toLowerCase(Locale.ROOT),
                seed));
  }

  /** The folder in which such labels are kept. */
  Path targets(Path root, long seed) {
    return root.resolve(
        "targets-%dx%d-width%d-targets%dx%d-seed%d"
            .formatted(datasets, rows, width, targets, outputs, seed));
  }
}
