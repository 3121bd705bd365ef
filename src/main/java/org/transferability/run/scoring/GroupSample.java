package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.sample.RowSample;
import org.transferability.accumulate.sample.SampledRow;
import org.transferability.solve.HeldRows;

/** The sampled rows of a group of targets with all its labels, by fold. */
final class GroupSample {
  private final List<List<SampledRow>> byFold = new ArrayList<>();
  private final int[] outputs;
  private final OfSet set;

  /**
   * The sampled rows of a set.
   *
   * @param rows with features, or without
   * @param coordinates of rows without features
   * @param grouped whether rows of a group stay together in a fold and in a block of rows: then the
   *     sample has fewer rows of each group, not fewer groups
   */
  record OfSet(RowSample rows, Optional<Coordinates> coordinates, boolean grouped) {
    /**
     * The sample of a set.
     *
     * @param reduced the rows in coordinates, if the sample has their numbers only
     */
    static OfSet of(RowSample sample, Optional<ReducedRows> reduced, boolean grouped) {
      return new OfSet(sample, reduced.map(rows -> new Coordinates(sample, rows)), grouped);
    }
  }

  /** The coordinates of sampled rows, made when they are asked for. Thread-safe. */
  static final class Coordinates {
    private final RowSample sample;
    private final ReducedRows reduced;
    private double @Nullable [][] made; // by number, null if not sampled; null until asked for

    private Coordinates(RowSample sample, ReducedRows reduced) {
      this.sample = sample;
      this.reduced = reduced;
    }

    /** By the number of a row. */
    private synchronized double[][] all() {
      if (made == null) {
        made = make();
      }
      return made;
    }

    private double[][] make() {
      int r = reduced.width();
      double[][] coordinates = new double[reduced.rows()][];
      for (SampledRow row : sample.rows()) {
        coordinates[row.number()] = new double[r];
      }
      int[] next = new int[1];
      reduced.forEachBlock(
          (features, labels, foldOfRow, count) -> {
            for (int i = 0; i < count; i++) {
              double[] sampled = coordinates[next[0]++];
              if (sampled != null) {
                System.arraycopy(features, i * r, sampled, 0, r);
              }
            }
          });
      return coordinates;
    }
  }

  /**
   * The rows of a group.
   *
   * @param outputs of the group, in a row of labels
   * @param folds of all rows
   */
  GroupSample(OfSet set, int[] outputs, int folds) {
    this.set = set;
    this.outputs = outputs;
    for (int k = 0; k < folds; k++) {
      byFold.add(new ArrayList<>());
    }
    for (SampledRow row : set.rows.rows()) {
      if (Arrays.stream(outputs).noneMatch(o -> Double.isNaN(row.labels()[o]))) {
        byFold.get(row.fold()).add(row);
      }
    }
  }

  /** Whether rows of a group share a block. */
  boolean isGrouped() {
    return set.grouped;
  }

  /** The number of rows of a fold. */
  int count(int fold) {
    return byFold.get(fold).size();
  }

  /** The block of a row of a fold. */
  int block(int fold, int row) {
    return byFold.get(fold).get(row).block();
  }

  /** The numbers in the set of the rows of a fold. */
  int[] numbers(int fold) {
    return byFold.get(fold).stream().mapToInt(SampledRow::number).toArray();
  }

  /** The rows of a fold. */
  HeldRows rows(int fold) {
    List<SampledRow> rows = byFold.get(fold);
    int q = outputs.length;
    double[] labels = new double[Math.multiplyExact(rows.size(), q)];
    for (int i = 0; i < rows.size(); i++) {
      for (int o = 0; o < q; o++) {
        labels[i * q + o] = rows.get(i).labels()[outputs[o]];
      }
    }
    return set.coordinates
        .map(all -> new HeldRows(coordinates(rows, all), all.reduced.origin(), labels, rows.size()))
        .orElseGet(() -> new HeldRows(features(rows), new double[0], labels, rows.size()));
  }

  private static double[] features(List<SampledRow> rows) {
    int d = rows.isEmpty() ? 0 : rows.get(0).width();
    double[] features = new double[Math.multiplyExact(rows.size(), d)];
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).copyFeatures(features, i * d);
    }
    return features;
  }

  private static double[] coordinates(List<SampledRow> rows, Coordinates of) {
    int r = of.reduced.width();
    double[][] all = of.all();
    double[] features = new double[Math.multiplyExact(rows.size(), r)];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(all[rows.get(i).number()], 0, features, i * r, r);
    }
    return features;
  }
}
