package org.transferability.solve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.MomentsAccumulator;

/**
 * The linear regressions of NIST's Statistical Reference Datasets, kept outside the repository in
 * {@code ../shared/data/strd}, with scores in exact rational arithmetic.
 */
public final class Strd {
  public static final Path FOLDER =
      Path.of(System.getProperty("user.dir")).resolve("../shared/data/strd").normalize();

  private static final double[] PENALTIES = {0, 1e-6, 1e-3, 1};

  private Strd() {}

  /** Minus the residual, -R, in exact arithmetic. */
  public record Exact(double lambda, double score) {}

  /** The rows of a regression: features row-major, one label each. */
  public record Rows(int count, int d, double[] features, double[] labels) {}

  public static RidgeProblem problem(String name) {
    Rows rows = rows(name);
    MomentsAccumulator accumulator = new MomentsAccumulator(rows.d(), LabelLayout.complete(1));
    accumulator.add(rows.features().clone(), rows.labels(), rows.count());
    return RidgeProblem.of(accumulator.finish().target(0));
  }

  public static Rows rows(String name) {
    List<String> lines = lines(name.toLowerCase(Locale.ROOT) + ".txt");
    int degree = 0;
    for (String line : lines) {
      if (line.startsWith("# model: polynomial degree ")) {
        degree = Integer.parseInt(line.split(" ", -1)[4]);
      }
    }
    List<double[]> rows =
        lines.stream().filter(line -> !line.startsWith("#")).map(Strd::numbers).toList();
    int d = degree > 0 ? degree : rows.get(0).length - 1;
    double[] features = new double[rows.size() * d];
    double[] labels = new double[rows.size()];
    for (int r = 0; r < rows.size(); r++) {
      double[] row = rows.get(r);
      labels[r] = row[0];
      for (int i = 0; i < d; i++) {
        features[r * d + i] = degree > 0 ? Math.pow(row[1], i + 1) : row[i + 1];
      }
    }
    return new Rows(rows.size(), d, features, labels);
  }

  /** The exact scores of a regression, for four penalties. */
  public static List<Exact> exact(String name) {
    String[] cells =
        lines("exact.tsv").stream()
            .filter(line -> line.startsWith(name + "\t"))
            .findFirst()
            .orElseThrow()
            .split("\t", -1);
    return IntStream.range(0, PENALTIES.length)
        .mapToObj(i -> new Exact(PENALTIES[i], Double.parseDouble(cells[7 + i])))
        .toList();
  }

  private static double[] numbers(String line) {
    String[] cells = line.trim().split("\\s+", -1);
    double[] numbers = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      numbers[i] = Double.parseDouble(cells[i]);
    }
    return numbers;
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
