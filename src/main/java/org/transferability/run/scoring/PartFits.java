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
import org.apache.commons.lang3.function.TriFunction;
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
   * @param numbers of the rows in the set, of which the fits have none
   * @param outputs Q
   * @param rows the same rows as moments have them
   */
  double[] squares(List<Penalty> some, int[] numbers, int outputs, Supplier<HeldRows> rows) {
    if (kernel.isEmpty()) {
      return byMoments().squares(some, rows.get());
    }
    Split split = Split.of(kernel.get(), some);
    int columns = Math.multiplyExact(numbers.length, outputs); // numbers of one fit
    double[] all = new double[Math.multiplyExact(columns, some.size())];
    if (split.mine.length > 0) {
      place(kernel.get().squares(split.lambdas, numbers), split.mine, columns, all);
    }
    if (split.rest.length > 0) {
      place(byMoments().squares(split.others, rows.get()), split.rest, columns, all);
    }
    return all;
  }

  private static void place(double[] squares, int[] numbers, int columns, double[] all) {
    for (int i = 0; i < numbers.length; i++) {
      System.arraycopy(squares, i * columns, all, numbers[i] * columns, columns);
    }
  }

  /**
   * Penalties by what their fits are made of.
   *
   * @param mine numbers of those with a fit from scalar products
   * @param lambdas these as numbers
   * @param rest numbers of the others
   * @param others these
   */
  private record Split(int[] mine, double[] lambdas, int[] rest, List<Penalty> others) {
    static Split of(KernelFits fits, List<Penalty> some) {
      IntPredicate taken = p -> lambda(fits, some.get(p)).stream().anyMatch(fits::takes);
      int[] mine = IntStream.range(0, some.size()).filter(taken).toArray();
      int[] rest = IntStream.range(0, some.size()).filter(taken.negate()).toArray();
      return new Split(
          mine,
          Arrays.stream(mine).mapToDouble(p -> lambda(fits, some.get(p)).orElseThrow()).toArray(),
          rest,
          Arrays.stream(rest).mapToObj(some::get).toList());
    }
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
   * @param byMoments the same errors of fits from moments, given the rows of the fits
   */
  HeldOut heldOut(
      List<Penalty> some,
      IntPredicate folds,
      TriFunction<GroupFits, TargetMoments, List<Penalty>, HeldOut> byMoments) {
    if (kernel.isEmpty()) {
      return byMoments.apply(byMoments(), moments(), some);
    }
    Split split = Split.of(kernel.get(), some);
    if (split.rest.length == 0) {
      return kernel.get().heldOut(split.lambdas, folds);
    }
    HeldOut ofRest =
        byMoments.apply(byMoments(), moments(), split.others).among(split.rest, some.size());
    return split.mine.length == 0
        ? ofRest
        : kernel.get().heldOut(split.lambdas, folds).among(split.mine, some.size()).or(ofRest);
  }
}
