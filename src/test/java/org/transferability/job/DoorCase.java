package org.transferability.job;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.transferability.solve.GoldenCase;
import org.transferability.solve.Strd;

/**
 * A data set that every door must score alike.
 *
 * @param name kind and number
 * @param features n x d
 * @param labels n x q; null for a row without
 */
record DoorCase(String name, double[][] features, double[][] labels) {
  private static final int ROWS = 24;

  private static final List<String> STRD =
      List.of(
          "Filip",
          "Longley",
          "NoInt1",
          "NoInt2",
          "Norris",
          "Pontius",
          "Wampler1",
          "Wampler2",
          "Wampler3",
          "Wampler4",
          "Wampler5");

  /** About a hundred; those of NIST only where they are. */
  static List<DoorCase> all() {
    List<DoorCase> cases = new ArrayList<>();
    GoldenCase.all()
        .forEach(
            golden ->
                cases.add(
                    new DoorCase(
                        "golden-" + golden,
                        rows(golden.features(), golden.n(), golden.d()),
                        rows(golden.labels(), golden.n(), golden.q()))));
    if (Files.isDirectory(Strd.FOLDER)) {
      STRD.forEach(name -> cases.add(strd(name)));
    }
    for (int step = 0; step <= 12; step++) {
      double noise = Math.pow(10, -3 - step / 2.0);
      cases.add(nearlyCollinear("collinear-%d-a".formatted(step), noise, 2, step));
      cases.add(nearlyCollinear("collinear-%d-b".formatted(step), noise, 4, 100 + step));
    }
    for (int classes = 2; classes <= 5; classes++) {
      cases.add(oneHot("onehot-" + classes, classes, 3 * classes, classes));
      cases.add(oneHot("onehot-uneven-" + classes, classes, 4 * classes - 1, 10 + classes));
    }
    double[] outliers = {-9999, 1e4, 1e8, 9.96921e36};
    for (int i = 0; i < outliers.length; i++) {
      cases.add(outlier("outlier-unlabelled-" + i, outliers[i], 1 + i % 3, false, i));
      cases.add(outlier("outlier-unlabelled-wide-" + i, outliers[i], 4, false, 20 + i));
      if (outliers[i] < 1e9) {
        cases.add(outlier("outlier-labelled-" + i, outliers[i], 1 + i, true, 40 + i));
      }
    }
    double[] offsets = {1e6, -1e6, 1e5};
    for (int i = 0; i < offsets.length; i++) {
      cases.add(random("offset-features-" + i, ROWS, 3, 1, offsets[i], 0, 60 + i));
      cases.add(random("offset-labels-" + i, ROWS, 3, 1, 0, offsets[i], 70 + i));
      cases.add(random("offset-both-" + i, ROWS, 3, 2, offsets[i], -offsets[i], 80 + i));
    }
    for (int n = 3; n <= 7; n++) {
      cases.add(random("saturated-" + n, n, 6, 1, 0, 0, 200 + n));
      cases.add(scaled(random("saturated-scales-" + n, n, 6, 1, 0, 0, 210 + n)));
    }
    for (int i = 0; cases.size() < 100; i++) {
      cases.add(random("random-" + i, 12 + i % 13, 1 + i % 5, 1 + i % 3, 0, 0, 300 + i));
    }
    return cases;
  }

  private static double[][] rows(double[] values, int n, int width) {
    double[][] rows = new double[n][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(values, r * width, (r + 1) * width));
    return rows;
  }

  private static DoorCase strd(String name) {
    Strd.Rows rows = Strd.rows(name);
    return new DoorCase(
        "strd-" + name,
        rows(rows.features(), rows.count(), rows.d()),
        rows(rows.labels(), rows.count(), 1));
  }

  /** x2 = x1 + noise z; the labels are made of x1 and z, which only x2 - x1 tells. */
  private static DoorCase nearlyCollinear(String name, double noise, int d, long seed) {
    DoorCase rows = random(name, ROWS, d, 1, 0, 0, seed);
    Random random = new Random(1000 + seed);
    for (int r = 0; r < ROWS; r++) {
      double z = random.nextGaussian();
      double[] f = rows.features[r];
      f[1] = f[0] + noise * z;
      rows.labels[r][0] = f[0] + 0.5 * z + 0.01 * random.nextGaussian();
    }
    return rows;
  }

  private static DoorCase oneHot(String name, int classes, int n, long seed) {
    DoorCase rows = random(name, n, classes, 1, 0, 0, seed);
    for (int r = 0; r < n; r++) {
      Arrays.fill(rows.features[r], 0);
      rows.features[r][r % classes] = 1;
      rows.labels[r][0] += r % classes;
    }
    return rows;
  }

  private static DoorCase outlier(String name, double value, int d, boolean labelled, long seed) {
    DoorCase rows = random(name, ROWS, d, 1, 0, 0, seed);
    int at = seed % 2 == 0 ? 0 : ROWS - 1;
    Arrays.fill(rows.features[at], value);
    if (!labelled) {
      rows.labels[at] = null;
    }
    return rows;
  }

  private static DoorCase scaled(DoorCase rows) {
    for (double[] f : rows.features) {
      for (int i = 0; i < f.length; i++) {
        f[i] *= Math.pow(10, 2 * i - 6);
      }
    }
    return rows;
  }

  private static DoorCase random(
      String name, int n, int d, int q, double shift, double labelShift, long seed) {
    Random random = new Random(seed);
    double[][] features = new double[n][d];
    double[][] labels = new double[n][q];
    for (int r = 0; r < n; r++) {
      for (int i = 0; i < d; i++) {
        features[r][i] = random.nextGaussian();
      }
      for (int o = 0; o < q; o++) {
        labels[r][o] = features[r][o % d] + 0.3 * random.nextGaussian() + labelShift;
      }
      for (int i = 0; i < d; i++) {
        features[r][i] += shift;
      }
    }
    return new DoorCase(name, features, labels);
  }

  /** The features of rows that have labels. */
  double[][] labelledFeatures() {
    List<double[]> kept = new ArrayList<>();
    for (int r = 0; r < labels.length; r++) {
      if (labels[r] != null) {
        kept.add(features[r]);
      }
    }
    return kept.toArray(double[][]::new);
  }

  /** The labels that are there. */
  double[][] presentLabels() {
    return Arrays.stream(labels).filter(row -> row != null).toArray(double[][]::new);
  }

  DecimalScores exact() {
    return new DecimalScores(labelledFeatures(), presentLabels());
  }

  @Override
  public String toString() {
    return name;
  }
}
