package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.transferability.score.FoldErrors;
import org.transferability.solve.HeldOut;
import org.transferability.solve.RidgeFit;

/**
 * The errors of the fits of one group of targets on held-out rows, by fold, and those of fits to
 * fewer rows, from which intervals are made. One thread.
 */
final class HeldErrors {
  /** Folds beyond this number are left out in blocks for intervals, not in pairs. */
  static final int MOST_IN_PAIRS = 10;

  /** The number of blocks. */
  static final int BLOCKS = 5;

  /** A sum of squares of one output on held-out rows. */
  @FunctionalInterface
  private interface OfOutput {
    double of(HeldOut errors, int output);
  }

  /** Where the errors of fits without a block are from. */
  private enum Beside {
    /** Fits without a fold and a block, which is a fold too. */
    FOLDS,
    /** A cross-validation with the blocks as folds. */
    BLOCKS,
    /** Fits without a block of the fitted rows; the rows held out are never fitted. */
    SPLIT
  }

  private final long[] rows;
  private final RidgeFit.Source source;
  private final Beside kind;
  private final HeldOut[] folds;
  private final HeldOut[] between;
  private final HeldOut[] blocks; // with Beside.BLOCKS, the errors of each without it
  private final HeldOut[][] beside;

  private HeldErrors(long[] rows, RidgeFit.Source source, Beside kind) {
    int parts = kind == Beside.BLOCKS ? BLOCKS : rows.length;
    this.rows = rows;
    this.source = source;
    this.kind = kind;
    this.folds = new HeldOut[rows.length];
    this.between = new HeldOut[rows.length];
    this.blocks = new HeldOut[parts];
    this.beside = new HeldOut[parts][parts];
  }

  /**
   * Of a cross-validation.
   *
   * @param rows of the group, by fold
   * @param source what the fits and the errors are made of
   */
  static HeldErrors ofFolds(long[] rows, RidgeFit.Source source) {
    return new HeldErrors(rows, source, Beside.FOLDS);
  }

  /** Of a cross-validation with so many folds that they are left out in blocks for intervals. */
  static HeldErrors ofManyFolds(long[] rows, RidgeFit.Source source) {
    return new HeldErrors(rows, source, Beside.BLOCKS);
  }

  /** Of rows in several parts that no fit uses. */
  static HeldErrors ofSplit(long[] rows, RidgeFit.Source source) {
    return new HeldErrors(rows, source, Beside.SPLIT);
  }

  /** The number of the block of a fold. */
  static int block(int fold) {
    return fold % BLOCKS;
  }

  /** The errors on fold k of the fits to all others, or of a split on part k. */
  void add(int k, HeldOut errors) {
    folds[k] = errors;
  }

  /** The errors on block k of the fits to all others. */
  void addBlock(int k, HeldOut errors) {
    blocks[k] = errors;
  }

  /**
   * The errors on fold, or block, or part k of the fits that lack fold, or block, or part {@code
   * other} too.
   */
  void add(int other, int k, HeldOut errors) {
    beside[other][k] = errors;
  }

  /**
   * Adds for each fold the number of the penalty with the smallest error on the other folds, summed
   * over these outputs: that of {@link FoldErrors#best}.
   *
   * @param penalties how many there are
   * @param chosen by fold
   */
  void addChosen(int penalties, int first, int outputs, BitSet[] chosen) {
    List<double[]> held = new ArrayList<>();
    for (int p = 0; p < penalties; p++) {
      int penalty = p;
      held.add(sums(folds, (errors, output) -> errors.squares(penalty, output), first, outputs));
    }
    for (int k = 0; k < rows.length; k++) {
      chosen[k].set(FoldErrors.least(held, rows, k));
    }
  }

  /** The errors at each penalty, summed over these outputs. */
  List<FoldErrors> of(int penalties, int first, int outputs) {
    return IntStream.range(0, penalties).mapToObj(p -> errors(p, first, outputs)).toList();
  }

  /** The errors on fold k of the fits to all others at the penalties between the others. */
  void addBetween(int k, HeldOut errors) {
    between[k] = errors;
  }

  /** The sum of squared errors of an output on all held-out rows by the fits at one penalty. */
  double sum(int penalty, int output) {
    return sum(folds, (errors, o) -> errors.squares(penalty, o), output);
  }

  /** The same at one of the penalties between the others. */
  double sumBetween(int penalty, int output) {
    return sum(between, (errors, o) -> errors.squares(penalty, o), output);
  }

  /** The same of the mean of the labels of the fitted rows. */
  double sumOfMean(int output) {
    return sum(folds, HeldOut::squaresOfMean, output);
  }

  private double sum(HeldOut[] errors, OfOutput ofOutput, int output) {
    double sum = 0;
    for (int k = 0; k < rows.length; k++) {
      sum += rows[k] == 0 ? 0 : sum(errors[k], ofOutput, output, 1);
    }
    return sum;
  }

  /** The number of held-out rows. */
  long n() {
    return Arrays.stream(rows).sum();
  }

  /** The same errors as those that are reported for each fold: all rows of a split are one. */
  List<FoldErrors> reported(List<FoldErrors> errors) {
    return kind == Beside.SPLIT ? errors.stream().map(FoldErrors::pooled).toList() : errors;
  }

  private FoldErrors errors(int penalty, int first, int outputs) {
    int count = rows.length;
    FoldErrors.Relation relation = FoldErrors.Relation.of(folds, penalty, first, outputs);
    if (kind == Beside.SPLIT) {
      aboutOtherParts(relation.labelShifts());
    }
    int[] blockOfFold = new int[count];
    Arrays.setAll(blockOfFold, k -> kind == Beside.BLOCKS ? block(k) : k);
    return new FoldErrors(
        rows,
        squares((errors, output) -> errors.squares(penalty, output), first, outputs, blockOfFold),
        squares(HeldOut::squaresOfMean, first, outputs, blockOfFold),
        relation,
        blockOfFold,
        FoldErrors.rounding(folds, penalty, first, outputs),
        source);
  }

  /** Means relative to that of the fitted rows become relative to that of the other parts. */
  private void aboutOtherParts(double[] shifts) {
    double n = 0;
    double sum = 0;
    for (int k = 0; k < rows.length; k++) {
      n += rows[k];
      sum += rows[k] * shifts[k];
    }
    for (int k = 0; k < rows.length; k++) {
      shifts[k] = rows[k] == 0 || rows[k] == n ? 0 : (shifts[k] - sum / n) * n / (n - rows[k]);
    }
  }

  private FoldErrors.Squares squares(OfOutput ofOutput, int first, int outputs, int[] blockOfFold) {
    double[] held = sums(folds, ofOutput, first, outputs);
    double[][] pairs = new double[beside.length][];
    for (int j = 0; j < pairs.length; j++) {
      pairs[j] = sums(beside[j], ofOutput, first, outputs);
    }
    if (kind == Beside.BLOCKS) {
      return new FoldErrors.Squares(
          held, ofBlocks(held, sums(blocks, ofOutput, first, outputs), pairs, blockOfFold));
    }
    if (kind == Beside.SPLIT) {
      double parts = pairs.length;
      double counted =
          (parts - 1) / parts * ((parts - 1) / parts) / FoldErrors.counted((int) parts);
      for (double[] pair : pairs) {
        for (int k = 0; k < held.length; k++) {
          pair[k] = parts < 3 ? pair[k] : held[k] + counted * (pair[k] - held[k]);
        }
      }
    }
    return new FoldErrors.Squares(held, pairs);
  }

  /**
   * The errors on each fold without each block, estimated: the effect of a block on fits to the
   * other blocks is shared among the folds by their rows, and reduced by the square of the ratio of
   * the numbers of rows, because fits without one fold have more rows.
   *
   * @param held on each fold of the fit without it
   * @param ofBlock on each block of the fit without it
   * @param pairs the same without a second block
   */
  private double[][] ofBlocks(
      double[] held, double[] ofBlock, double[][] pairs, int[] blockOfFold) {
    double[] inBlock = new double[pairs.length];
    int used = 0;
    for (int k = 0; k < held.length; k++) {
      inBlock[blockOfFold[k]] += rows[k];
      used += rows[k] > 0 ? 1 : 0;
    }
    double kept = (BLOCKS - 1.0) / BLOCKS * used / (used - 1.0);
    double[][] without = new double[pairs.length][held.length];
    for (int j = 0; j < pairs.length; j++) {
      for (int k = 0; k < held.length; k++) {
        int block = blockOfFold[k];
        double effect = pairs[j][block] - ofBlock[block];
        without[j][k] = held[k] + kept * kept * effect * rows[k] / inBlock[block];
      }
    }
    return without;
  }

  private static double[] sums(HeldOut[] errors, OfOutput ofOutput, int first, int outputs) {
    double[] sums = new double[errors.length];
    for (int k = 0; k < sums.length; k++) {
      sums[k] = sum(errors[k], ofOutput, first, outputs);
    }
    return sums;
  }

  private static double sum(HeldOut errors, OfOutput ofOutput, int first, int outputs) {
    if (errors == null) {
      return Double.NaN;
    }
    double sum = 0;
    for (int o = first; o < first + outputs; o++) {
      sum += ofOutput.of(errors, o);
    }
    return sum;
  }
}
