package org.transferability.accumulate;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.transferability.linear.SymmetricMatrix;

/**
 * Rows of a test and the moments of them by definition: means first, then sums of products of
 * differences, in plain loops.
 *
 * <p>Values are multiples of 1/1024, so that adding 1e6 to them is exact.
 */
record Rows(int count, int d, int q, double[] features, double[] labels) {

  static Rows random(int count, int d, int q, long seed) {
    Random random = new Random(seed);
    return new Rows(count, d, q, grid(random, count * d), grid(random, count * q));
  }

  private static double[] grid(Random random, int length) {
    return random
        .doubles(length)
        .map(ignored -> Math.rint(1024 * random.nextGaussian()) / 1024)
        .toArray();
  }

  /** Every label of group g is lost in the rows that {@code seed} picks with the given chance. */
  Rows loseLabels(LabelLayout layout, int group, double chance, long seed) {
    Random random = new Random(seed);
    double[] thinned = labels.clone();
    int[] outputs = layout.outputsOf(group);
    for (int r = 0; r < count; r++) {
      if (random.nextDouble() < chance) {
        // One missing output is enough: the row is lost to the whole group.
        thinned[r * q + outputs[random.nextInt(outputs.length)]] = Double.NaN;
      }
    }
    return new Rows(count, d, q, features, thinned);
  }

  Rows shifted(double offset) {
    return new Rows(
        count,
        d,
        q,
        Arrays.stream(features).map(v -> v + offset).toArray(),
        Arrays.stream(labels).map(v -> v - offset).toArray());
  }

  Rows part(int from, int to) {
    return new Rows(
        to - from,
        d,
        q,
        Arrays.copyOfRange(features, from * d, to * d),
        Arrays.copyOfRange(labels, from * q, to * q));
  }

  /** The rows that have all the given outputs, and those outputs only. */
  Rows complete(int[] outputs) {
    int[] kept =
        IntStream.range(0, count)
            .filter(r -> Arrays.stream(outputs).noneMatch(k -> Double.isNaN(labels[r * q + k])))
            .toArray();
    double[] f = new double[kept.length * d];
    double[] y = new double[kept.length * outputs.length];
    for (int r = 0; r < kept.length; r++) {
      System.arraycopy(features, kept[r] * d, f, r * d, d);
      for (int k = 0; k < outputs.length; k++) {
        y[r * outputs.length + k] = labels[kept[r] * q + outputs[k]];
      }
    }
    return new Rows(kept.length, d, outputs.length, f, y);
  }

  Moments accumulate(LabelLayout layout, int blockRows) {
    MomentsAccumulator accumulator = new MomentsAccumulator(d, layout, blockRows);
    accumulator.add(features.clone(), labels.clone(), count);
    return accumulator.finish();
  }

  double featureMean(int i) {
    return IntStream.range(0, count).mapToDouble(r -> features[r * d + i]).sum() / count;
  }

  double labelMean(int k) {
    return IntStream.range(0, count).mapToDouble(r -> labels[r * q + k]).sum() / count;
  }

  double scatter(int i, int j) {
    double a = featureMean(i);
    double b = featureMean(j);
    return IntStream.range(0, count)
        .mapToDouble(r -> (features[r * d + i] - a) * (features[r * d + j] - b))
        .sum();
  }

  double cross(int i, int k) {
    double a = featureMean(i);
    double b = labelMean(k);
    return IntStream.range(0, count)
        .mapToDouble(r -> (features[r * d + i] - a) * (labels[r * q + k] - b))
        .sum();
  }

  double squares(int k) {
    double b = labelMean(k);
    return IntStream.range(0, count)
        .mapToDouble(r -> (labels[r * q + k] - b) * (labels[r * q + k] - b))
        .sum();
  }

  /** The largest difference of the moments to the definition, in units of rows. */
  double distance(TargetMoments moments) {
    double largest = Math.abs(moments.rows() - count);
    SymmetricMatrix s = moments.scatter();
    for (int i = 0; i < d; i++) {
      largest = Math.max(largest, Math.abs(moments.featureMean()[i] - featureMean(i)));
      for (int j = 0; j < d; j++) {
        largest = Math.max(largest, Math.abs(s.get(i, j) - scatter(i, j)) / count);
      }
      for (int k = 0; k < q; k++) {
        largest = Math.max(largest, Math.abs(moments.cross()[i + k * d] - cross(i, k)) / count);
      }
    }
    for (int k = 0; k < q; k++) {
      largest = Math.max(largest, Math.abs(moments.labelMean()[k] - labelMean(k)));
      largest = Math.max(largest, Math.abs(moments.squares()[k] - squares(k)) / count);
    }
    return largest;
  }
}
