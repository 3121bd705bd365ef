package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.TargetMoments;
import org.transferability.solve.HeldOut;
import org.transferability.solve.HeldRows;
import org.transferability.solve.KernelFits;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;

/**
 * The fits to a part of the rows of a group of targets: from scalar products of the rows where
 * these are at hand and have the digits, else from moments, which are merged only then. One thread.
 */
final class PartFits {
  private final Penalties penalties;
  private final Optional<KernelFits> kernel;
  private final Supplier<TargetMoments> moments;
  private final Function<TargetMoments, GroupFits> maker;
  private @Nullable TargetMoments merged; // null until asked for
  private @Nullable GroupFits byMoments; // null until asked for

  /**
   * @param kernel empty if the scalar products are not at hand
   * @param moments of the part
   * @param maker of the same fits from moments, or from triangular factors
   */
  PartFits(
      Penalties penalties,
      Optional<KernelFits> kernel,
      Supplier<TargetMoments> moments,
      Function<TargetMoments, GroupFits> maker) {
    this.penalties = penalties;
    this.kernel = kernel;
    this.moments = moments;
    this.maker = maker;
  }

  private TargetMoments moments() {
    if (merged == null) {
      merged = moments.get();
    }
    return merged;
  }

  private GroupFits byMoments() {
    if (byMoments == null) {
      byMoments = maker.apply(moments());
    }
    return byMoments;
  }

  /** See {@link GroupFits#values}. */
  List<Double> values(EstimatorKind estimator, int first, int outputs) {
    if (kernel.isEmpty() || !GroupFits.isMeanSquare(estimator)) {
      return byMoments().values(estimator, first, outputs);
    }
    List<Double> values = new ArrayList<>();
    for (Penalty penalty : penalties.of(estimator)) {
      OptionalDouble lambda = lambda(kernel.get(), penalty);
      OptionalDouble objective =
          lambda.isPresent()
              ? kernel.get().objective(lambda.getAsDouble(), first, outputs)
              : OptionalDouble.empty();
      if (objective.isEmpty()) {
        return byMoments().values(estimator, first, outputs);
      }
      values.add(0 - objective.getAsDouble()); // never -0.0
    }
    return values;
  }

  /** The errors of fits from moments on other rows. */
  HeldOut heldOut(List<Penalty> judged, TargetMoments heldOut) {
    return byMoments().heldOut(judged, moments(), heldOut);
  }

  /**
   * The squared errors of the fits at some penalties on some held-out rows, each, column-major.
   *
   * @param coordinates the rows as scalar products have them
   * @param rows the rows as moments have them
   */
  double[] squares(List<Penalty> some, Supplier<HeldRows> coordinates, Supplier<HeldRows> rows) {
    if (kernel.isEmpty()) {
      return byMoments().squares(some, rows.get());
    }
    KernelFits fits = kernel.get();
    boolean[] taken = new boolean[some.size()];
    double[] lambdas = lambdas(fits, some, taken);
    int[] mine = numbers(taken, true);
    int[] rest = numbers(taken, false);
    HeldRows held = coordinates.get();
    int columns = held.labels().length; // of one fit
    double[] all = new double[Math.multiplyExact(columns, taken.length)];
    if (mine.length > 0) {
      double[] ofMine = Arrays.stream(mine).mapToDouble(p -> lambdas[p]).toArray();
      place(fits.squares(ofMine, held), mine, columns, all);
    }
    if (rest.length > 0) {
      List<Penalty> others = Arrays.stream(rest).mapToObj(some::get).toList();
      place(byMoments().squares(others, rows.get()), rest, columns, all);
    }
    return all;
  }

  private static void place(double[] squares, int[] numbers, int columns, double[] all) {
    for (int i = 0; i < numbers.length; i++) {
      System.arraycopy(squares, i * columns, all, numbers[i] * columns, columns);
    }
  }

  /** The penalties as numbers, and which of them have a fit from scalar products. */
  private static double[] lambdas(KernelFits fits, List<Penalty> some, boolean[] taken) {
    double[] lambdas = new double[taken.length];
    for (int p = 0; p < taken.length; p++) {
      OptionalDouble lambda = lambda(fits, some.get(p));
      taken[p] = lambda.isPresent() && fits.takes(lambda.getAsDouble());
      lambdas[p] = lambda.orElse(Double.NaN);
    }
    return lambdas;
  }

  private static OptionalDouble lambda(KernelFits fits, Penalty penalty) {
    return penalty.isComponents()
        ? OptionalDouble.empty()
        : OptionalDouble.of(penalty.lambda(fits.meanVariance()));
  }

  /**
   * The squared errors of the fits at some penalties on held-out rows.
   *
   * @param folds of these rows
   * @param byMoments the same errors of fits from moments
   */
  HeldOut heldOut(List<Penalty> some, IntPredicate folds, Judge byMoments) {
    if (kernel.isEmpty()) {
      return byMoments.errors(byMoments(), moments(), some);
    }
    KernelFits fits = kernel.get();
    boolean[] taken = new boolean[some.size()];
    double[] lambdas = lambdas(fits, some, taken);
    int[] mine = numbers(taken, true);
    int[] rest = numbers(taken, false);
    double[] ofMine = Arrays.stream(mine).mapToDouble(p -> lambdas[p]).toArray();
    if (rest.length == 0) {
      return fits.heldOut(ofMine, folds);
    }
    List<Penalty> others = Arrays.stream(rest).mapToObj(some::get).toList();
    HeldOut ofRest = byMoments.errors(byMoments(), moments(), others).among(rest, taken.length);
    return mine.length == 0
        ? ofRest
        : fits.heldOut(ofMine, folds).among(mine, taken.length).or(ofRest);
  }

  /** Judges fits from moments at some penalties. */
  @FunctionalInterface
  interface Judge {
    /**
     * The errors of fits at some penalties.
     *
     * @param trained the rows of the fits
     */
    HeldOut errors(GroupFits fits, TargetMoments trained, List<Penalty> some);
  }

  private static int[] numbers(boolean[] values, boolean wanted) {
    return IntStream.range(0, values.length).filter(p -> values[p] == wanted).toArray();
  }
}
