package org.transferability.accumulate.classes;

import org.transferability.accumulate.FeatureMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.accumulate.PreciseMean;
import org.transferability.linear.SymmetricMatrix;

/**
 * The rows of one class: their number, their mean, and, if scatters are kept, either the rows
 * themselves (raw, row-major, as long as there are at most (d + 1) / 2, which are no more numbers
 * than a triangle) or their scatter about their mean. Immutable.
 *
 * @param rows n_c
 * @param mean of the features
 * @param raw the rows, or null
 * @param scatter about the mean, or null
 */
record ClassPart(long rows, PreciseMean mean, double[] raw, SymmetricMatrix scatter) {

  /** The largest number of rows that are kept as rows. */
  static int mostRaw(int d) {
    return (d + 1) / 2;
  }

  ClassPart merge(ClassPart other) {
    long total = rows + other.rows;
    PreciseMean both = mean.merge(rows, other.mean, other.rows);
    if (raw == null && scatter == null) {
      return new ClassPart(total, both, null, null);
    }
    if (raw != null && other.raw != null && total <= mostRaw(mean.length())) {
      double[] joined = new double[raw.length + other.raw.length];
      System.arraycopy(raw, 0, joined, 0, raw.length);
      System.arraycopy(other.raw, 0, joined, raw.length, other.raw.length);
      return new ClassPart(total, both, joined, null);
    }
    FeatureMoments merged = moments().merge(other.moments());
    return new ClassPart(total, merged.preciseMean(), null, merged.scatter());
  }

  private FeatureMoments moments() {
    return scatter != null ? new FeatureMoments(rows, mean, scatter) : ofRows(raw, mean.length());
  }

  private static FeatureMoments ofRows(double[] raw, int d) {
    MomentsAccumulator accumulator = new MomentsAccumulator(d, LabelLayout.complete(0));
    accumulator.addChecked(raw.clone(), new double[0], raw.length / d);
    return accumulator.finish().features();
  }
}
