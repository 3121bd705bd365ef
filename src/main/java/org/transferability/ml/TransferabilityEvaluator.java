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
import org.transferability.score.Flag;
import org.transferability.score.Flags;
import org.transferability.score.MomentsScore;
import org.transferability.score.Score;
import org.transferability.solve.RidgeProblem;
import org.transferability.study.InputException;
import org.transferability.study.Penalty;

/**
 * Evaluates a dataset by a transferability score of its columns of features and labels. Larger is
 * better.
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
 * <p>To choose among transformers of features, put them into the grid of a pipeline and this
 * evaluator into a CrossValidator, which then evaluates their output column of features.
 */
public final class TransferabilityEvaluator extends Evaluator
    implements DefaultParamsWritable, ColumnParams<TransferabilityEvaluator> {
  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = // Spark passes it on to its own log
      System.getLogger(TransferabilityEvaluator.class.getName());
  private static final String ERROR = "error";
  private static final String RETURN = "return";
  private static final List<String> ESTIMATORS =
      Arrays.stream(MomentsScore.values()).map(MomentsScore::label).toList();

  private final String uid;
  private final Columns columns;
  private final Param<String> estimator;
  private final Param<String> penalty;
  private final Param<String> doubtful;

  public TransferabilityEvaluator() {
    this(Identifiable.randomUID("transferability"));
  }

  /**
   * @param uid see {@link #uid}
   */
  public TransferabilityEvaluator(String uid) {
    this.uid = uid;
    columns = Columns.of(this);
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
    doubtful =
        new Param<>(
            this,
            "doubtful",
            "treatment of a score that has lost most of its digits by rounding: error or return",
            ParamValidators.inArray(List.of(ERROR, RETURN)));
    setDefault(estimator, "linear-mse");
    setDefault(penalty, "1");
    setDefault(doubtful, ERROR);
  }

  /**
   * The score. An undefined score (gcv of a fit through all rows, origin-gcv of constant labels) is
   * negative infinity, with a warning in the log, so that no cross-validator chooses it.
   *
   * @throws InputException if a column is missing or wrong; if rounding removed more than half of
   *     the score's digits, a second pass over the rows cannot restore them, and {@link #doubtful}
   *     is error
   */
  @Override
  public double evaluate(Dataset<?> dataset) {
    DatasetRows rows =
        DatasetRows.of(dataset, getOrDefault(featuresCol()), getOrDefault(labelCol()));
    RidgeProblem problem = rows.problem();
    double lambda = Penalty.parse(getOrDefault(penalty)).lambda(problem.meanVariance());
    Score score =
        MomentsScore.named(getOrDefault(estimator))
            .orElseThrow()
            .of(problem, lambda, rows::revisit);
    Flags flags = score.flags();
    if (Double.isNaN(score.score())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The score {0} of column {1} is not defined ({2}): evaluated as negative infinity",
          getOrDefault(estimator),
          getOrDefault(featuresCol()),
          flags);
      return Double.NEGATIVE_INFINITY;
    }
    if (flags.isDoubtful() && !flags.has(Flag.REFINED) && getOrDefault(doubtful).equals(ERROR)) {
      throw new InputException(
          "Cannot evaluate column '%s' by %s: expected a score that has more than half of its digits, found %s with %s (use a larger penalty, or set doubtful to return)"
              .formatted(
                  getOrDefault(featuresCol()), getOrDefault(estimator), score.score(), flags));
    }
    return score.score();
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

  @Override
  public Columns columns() {
    return columns;
  }

  public Param<String> estimator() {
    return estimator;
  }

  public Param<String> penalty() {
    return penalty;
  }

  public Param<String> doubtful() {
    return doubtful;
  }

  public TransferabilityEvaluator setLabelCol(String value) {
    return with(labelCol(), value);
  }

  public TransferabilityEvaluator setEstimator(String value) {
    return with(estimator, value);
  }

  /**
   * Sets the penalty.
   *
   * @throws InputException if it is not a penalty
   */
  public TransferabilityEvaluator setPenalty(String value) {
    return with(penalty, Penalty.parse(value).toString());
  }

  /** {@code error}, the default, or {@code return}. */
  public TransferabilityEvaluator setDoubtful(String value) {
    return with(doubtful, value);
  }

  public static MLReader<TransferabilityEvaluator> read() {
    return new DefaultParamsReader<>();
  }

  public static TransferabilityEvaluator load(String path) {
    return read().load(path);
  }
}
