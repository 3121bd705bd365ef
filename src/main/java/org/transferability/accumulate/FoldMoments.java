package org.transferability.accumulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.transferability.linear.SymmetricMatrix;

/**
 * The moments of K folds of the same rows, stored separately so that any of them can be left out. A
 * fit to the other rows, and its error on the rows left out, need no second pass over the rows.
 *
 * <p>With one fold these are the moments of all rows. Merging is that of {@link Moments}, fold by
 * fold. Immutable.
 */
public final class FoldMoments {
  private final List<Moments> folds;
  private final Optional<Moments> whole; // empty: merged at each call

  private FoldMoments(List<Moments> folds) {
    this(folds, Optional.empty());
  }

  private FoldMoments(List<Moments> folds, Optional<Moments> whole) {
    this.folds = folds;
    this.whole = whole;
  }

  /** At least one fold, all of one shape. */
  public static FoldMoments of(List<Moments> folds) {
    if (folds.isEmpty()) {
      throw new IllegalArgumentException("Cannot keep folds: expected at least one, found none");
    }
    return new FoldMoments(List.copyOf(folds));
  }

  /** The rows of both, fold by fold. */
  public static FoldMoments merge(FoldMoments a, FoldMoments b) {
    if (a.count() != b.count()) {
      throw new IllegalArgumentException(
          "Cannot merge folds: expected " + a.count() + ", found " + b.count());
    }
    Moments[] merged = new Moments[a.count()];
    for (int k = 0; k < merged.length; k++) {
      merged[k] = Moments.merge(a.fold(k), b.fold(k));
    }
    return new FoldMoments(List.of(merged));
  }

  /** K. */
  public int count() {
    return folds.size();
  }

  public Moments fold(int k) {
    return folds.get(k);
  }

  /** All rows. Cost: K merges of d^2/2, unless they are known. */
  public Moments whole() {
    return whole.orElseGet(() -> without(-1, -1));
  }

  /** The rows of all folds except {@code left}. They are not stored, but merged at each call. */
  public Moments without(int left) {
    return without(left, left);
  }

  /** The rows of all folds except two. */
  public Moments without(int left, int alsoLeft) {
    Moments rest = null;
    for (int k = 0; k < folds.size(); k++) {
      if (k != left && k != alsoLeft) {
        rest = rest == null ? folds.get(k) : Moments.merge(rest, folds.get(k));
      }
    }
    return rest == null ? Moments.empty(folds.get(0).width(), folds.get(0).layout()) : rest;
  }

  /**
   * The same moments of rows that stand for rows of more features and were moved to their mean.
   *
   * @param featureCount how many features there were
   * @param origin the mean before the rows were moved
   */
  public FoldMoments ofReduced(int featureCount, PreciseMean origin) {
    return new FoldMoments(
        folds.stream().map(fold -> fold.ofReduced(featureCount, origin)).toList(),
        whole.map(all -> all.ofReduced(featureCount, origin)));
  }

  /**
   * The same moments with scatters that are formed only if they are asked for: those of the folds
   * all at once, and that of all rows. No group has a side. Thread-safe if the suppliers are.
   *
   * @param scattered the same moments with scatters
   * @param all the moments of all rows
   */
  public FoldMoments withDeferred(Supplier<FoldMoments> scattered, Supplier<Moments> all) {
    Deferred<FoldMoments> once = new Deferred<>(scattered);
    List<Moments> deferred = new ArrayList<>();
    for (int k = 0; k < folds.size(); k++) {
      int number = k;
      deferred.add(folds.get(k).withDeferred(() -> once.get().fold(number)));
    }
    return new FoldMoments(List.copyOf(deferred), Optional.of(whole().withDeferred(all)));
  }

  /** Without the scatters, which {@link ScatterTile}s contain; can be merged, but not solved. */
  public FoldMoments withoutScatters() {
    return new FoldMoments(folds.stream().map(fold -> fold.withScatters(null)).toList());
  }

  /** The number of scatters: in each fold that of all rows, and that of each side. */
  public int scatters() {
    return folds.size() * folds.get(0).scattered().size();
  }

  /**
   * A piece of a scatter.
   *
   * @param scatter its number, from 0, see {@link #scatters}
   * @param from first storage column, see {@link SymmetricMatrix#columns}
   * @param to the one after the last
   */
  public ScatterTile tile(int scatter, int from, int to) {
    int each = folds.get(0).scattered().size();
    return ScatterTile.of(folds.get(scatter / each).scattered().get(scatter % each), from, to);
  }

  /** The same moments with their scatters. */
  public FoldMoments withScatters(List<SymmetricMatrix> scatters) {
    int each = scatters.size() / folds.size();
    List<Moments> whole = new ArrayList<>();
    for (int k = 0; k < folds.size(); k++) {
      whole.add(folds.get(k).withScatters(scatters.subList(k * each, (k + 1) * each)));
    }
    return new FoldMoments(List.copyOf(whole));
  }

  /**
   * A compact serialised form, a part for each fold; null for one without rows. It has no checksum,
   * because the transport verifies it.
   */
  public byte[][] toBytes() {
    byte[][] parts = new byte[folds.size()][];
    for (int k = 0; k < parts.length; k++) {
      parts[k] = folds.get(k).rows() == 0 ? null : MomentsBytes.write(folds.get(k));
    }
    return parts;
  }

  /** Reads the result of {@link #toBytes}, bit for bit; at least one part is not null. */
  public static FoldMoments fromBytes(byte[][] parts) {
    Moments[] folds = new Moments[parts.length];
    Moments some = null;
    for (int k = 0; k < parts.length; k++) {
      folds[k] = parts[k] == null ? null : MomentsBytes.read(parts[k]);
      some = folds[k] == null ? some : folds[k];
    }
    if (some == null) {
      throw new IllegalArgumentException("Cannot read folds: expected rows in one, found none");
    }
    for (int k = 0; k < parts.length; k++) {
      folds[k] = folds[k] == null ? Moments.empty(some.width(), some.layout()) : folds[k];
    }
    return new FoldMoments(List.of(folds));
  }
}
