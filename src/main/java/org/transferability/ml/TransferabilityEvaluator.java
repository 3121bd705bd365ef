package org.transferability.ml;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.transferability.score.MomentsScore;
import org.transferability.solve.RidgeProblem;
import org.transferability.study.InputException;
import org.transferability.study.Penalty;

/**
 * How well features should transfer to labels: evaluates a dataset by a transferability score of
 * its columns of features and labels. Larger is better.
 *
 * <pre>{@code
 * double score = new TransferabilityEvaluator()
 *     .setFeaturesCol("features")
 *     .setLabelCol("label")
 *     .setEstimator("linear-mse")   // gcv, logme, origin-gcv
 *     .setPenalty("1e-3r")          // relative: times tr(S)/d; or a number
 *     .evaluate(dataset);
 * }</pre>
 *
 * <p>To choose among transformers of features, put them into a pipeline's grid and this into a
 * CrossValidator: what is evaluated is the column of features that comes out.
 */
public final class TransferabilityEvaluator extends Evaluator implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final List<String> ESTIMATORS =
      Arrays.stream(MomentsScore.values()).map(MomentsScore::label).toList();

  private final String uid;
  private final Param<String> featuresCol;
  private final Param<String> labelCol;
  private final Param<String> estimator;
  private final Param<String> penalty;

  public TransferabilityEvaluator() {
    this(Identifiable.randomUID("transferability"));
  }

  /**
   * @param uid as {@link #uid} says it
   */
  public TransferabilityEvaluator(String uid) {
    this.uid = uid;
    featuresCol =
        new Param<>(
            this, "featuresCol", "features: a vector, an array of numbers, or packed float32");
    labelCol = new Param<>(this, "labelCol", "labels: a number, a vector or an array of numbers");
    estimator =
        new Param<>(
            this,
            "estimator",
            "one of " + String.join(", ", ESTIMATORS),
            ParamValidators.inArray(ESTIMATORS));
    penalty =
        new Param<>(
            this,
            "penalty",
            "lambda of the objective divided by n: a number >= 0, or relative as 1e-3r");
    setDefault(featuresCol, "features");
    setDefault(labelCol, "label");
    setDefault(estimator, "linear-mse");
    setDefault(penalty, "1");
  }

  @Override
  public double evaluate(Dataset<?> dataset) {
    RidgeProblem problem =
        RidgeProblem.of(
            DatasetMoments.of(dataset, getOrDefault(featuresCol), getOrDefault(labelCol))
                .target(0));
    double lambda = Penalty.parse(getOrDefault(penalty)).lambda(problem.meanVariance());
    return Arrays.stream(MomentsScore.values())
        .filter(score -> score.label().equals(getOrDefault(estimator)))
        .findFirst()
        .orElseThrow()
        .of(problem, lambda)
        .score();
  }

  @Override
  public boolean isLargerBetter() {
    return true;
  }

  @Override
  public TransferabilityEvaluator copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> featuresCol() {
    return featuresCol;
  }

  public Param<String> labelCol() {
    return labelCol;
  }

  public Param<String> estimator() {
    return estimator;
  }

  public Param<String> penalty() {
    return penalty;
  }

  public TransferabilityEvaluator setFeaturesCol(String value) {
    set(featuresCol, value);
    return this;
  }

  public TransferabilityEvaluator setLabelCol(String value) {
    set(labelCol, value);
    return this;
  }

  public TransferabilityEvaluator setEstimator(String value) {
    set(estimator, value);
    return this;
  }

  /**
   * Sets the penalty.
   *
   * @throws InputException if it is no penalty
   */
  public TransferabilityEvaluator setPenalty(String value) {
    set(penalty, Penalty.parse(value).toString());
    return this;
  }

  public static MLReader<TransferabilityEvaluator> read() {
    return new DefaultParamsReader<>();
  }

  public static TransferabilityEvaluator load(String path) {
    return read().load(path);
  }
}
