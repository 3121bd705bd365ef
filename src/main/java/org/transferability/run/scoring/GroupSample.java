package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
   * @param rows with features, or coordinates
   * @param origin what the coordinates are about; none of features
   * @param grouped whether rows of a group stay together in a fold and in a block of rows: then the
   *     sample has fewer rows of each group, not fewer groups
   */
  record OfSet(RowSample rows, double[] origin, boolean grouped) {
    /**
     * The sample of a set.
     *
     * @param reduced the rows in coordinates, if the sample has their numbers only
     */
    static OfSet of(RowSample sample, Optional<ReducedRows> reduced, boolean grouped) {
      return reduced
          .map(rows -> new OfSet(withCoordinates(sample, rows), rows.origin(), grouped))
          .orElseGet(() -> new OfSet(sample, new double[0], grouped));
    }

    private static RowSample withCoordinates(RowSample sample, ReducedRows reduced) {
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
      return sample.withFeatures(number -> coordinates[number]);
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

  /** The rows of a fold. */
  HeldRows rows(int fold) {
    return rows(fold, set.origin, new double[outputs.length]);
  }

  /**
   * The rows of a fold in their coordinates.
   *
   * @param labelMean what the labels are about
   */
  HeldRows coordinates(int fold, double[] labelMean) {
    return rows(fold, new double[0], labelMean);
  }

  private HeldRows rows(int fold, double[] offset, double[] labelMean) {
    List<SampledRow> rows = byFold.get(fold);
    int q = outputs.length;
    int d = rows.isEmpty() ? 0 : rows.get(0).width();
    double[] features = new double[Math.multiplyExact(rows.size(), d)];
    double[] labels = new double[Math.multiplyExact(rows.size(), q)];
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).copyFeatures(features, i * d);
      for (int o = 0; o < q; o++) {
        labels[i * q + o] = rows.get(i).labels()[outputs[o]] - labelMean[o];
      }
    }
    return new HeldRows(features, offset, labels, rows.size());
  }
}
