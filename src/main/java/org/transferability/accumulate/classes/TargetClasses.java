package org.transferability.accumulate.classes;

import org.transferability.accumulate.PreciseMean;
import org.transferability.linear.SymmetricMatrix;

/** The rows of one target by classes of their labels. Only classes with rows are included. */
public final class TargetClasses {
  private final int d;
  private final ClassPart[] parts;
  private final long rows;
  private final PreciseMean mean;

  TargetClasses(int d, ClassPart[] parts) {
    this.d = d;
    this.parts = parts;
    long n = 0;
    PreciseMean all = PreciseMean.zeros(d);
    for (ClassPart part : parts) {
      all = n == 0 ? part.mean() : all.merge(n, part.mean(), part.rows());
      n += part.rows();
    }
    this.rows = n;
    this.mean = all;
  }

  /** C, the classes that have rows. */
  public int count() {
    return parts.length;
  }

  /** d. */
  public int width() {
    return d;
  }

  /** n, over all classes. */
  public long rows() {
    return rows;
  }

  /** n_c. */
  public long rows(int c) {
    return parts[c].rows();
  }

  /** The mean of class c minus the mean of all classes, d numbers, a new array. */
  public double[] offset(int c) {
    return mean.differenceTo(parts[c].mean());
  }

  /** Whether class c is stored as rows, see {@link #centredRows}, instead of a scatter. */
  public boolean isRaw(int c) {
    return parts[c].raw() != null;
  }

  /** The rows of class c minus the mean of all classes, row-major, a new array. */
  public double[] centredRows(int c) {
    double[] centred = parts[c].raw().clone();
    for (int at = 0; at < centred.length; ) {
      for (int i = 0; i < d; i++, at++) {
        centred[at] = (centred[at] - mean.high()[i]) - mean.low()[i];
      }
    }
    return centred;
  }

  /** sum (f - m_c)(f - m_c)' over class c, m_c its mean. Not copied: do not modify. */
  public SymmetricMatrix scatter(int c) {
    SymmetricMatrix scatter = parts[c].scatter();
    if (scatter == null) {
      throw new IllegalStateException(
          "Cannot give the scatter of a class: expected that scatters are kept, found "
              + (isRaw(c) ? "rows" : "means only"));
    }
    return scatter;
  }
}
