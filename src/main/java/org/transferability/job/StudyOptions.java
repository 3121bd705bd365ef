package org.transferability.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.transferability.job.cli.ColumnOptions;
import org.transferability.job.cli.CommaSeparated;
import org.transferability.job.cli.Heading;
import org.transferability.job.cli.MeasuredOptions;
import org.transferability.run.scoring.ScoreMethod;
import org.transferability.score.ClassWeights;
import org.transferability.study.EstimatorKind;
import org.transferability.study.FeatureSource;
import org.transferability.study.Folds;
import org.transferability.study.Glob;
import org.transferability.study.Head;
import org.transferability.study.InputException;
import org.transferability.study.InvalidRows;
import org.transferability.study.PairRule;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;
import org.transferability.study.Predictions;
import org.transferability.study.RaceRounds;
import org.transferability.study.Sample;
import org.transferability.study.SampleSize;
import org.transferability.study.Study;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What {@code jobs/score} compares and how. A field with JsonProperty is a key of the study file;
 * an option of the same field overrides that key. The values here are the defaults.
 */
public final class StudyOptions {
  @Option(
      names = "--features",
      paramLabel = "PATH",
      description = "Features: source=NAME/dataset=NAME/*.parquet.")
  @JsonProperty
  private String features;

  @Option(
      names = "--targets",
      paramLabel = "PATH",
      description =
          "Labels: dataset=NAME/*.parquet. If omitted, labels are read from the feature files,"
              + " from the numeric columns without another role.")
  @JsonProperty
  private String targets;

  @Option(
      names = "--features-table",
      paramLabel = "NAME",
      description =
          "Features from a table or view that the Spark session can read (Hive, Delta, Iceberg, ...),"
              + " with the columns source, dataset, id and features.")
  @JsonProperty("features-table")
  private String featuresTable;

  @Option(
      names = "--features-query",
      paramLabel = "SQL",
      description = "Features from a query that gives these columns.")
  @JsonProperty("features-query")
  private String featuresQuery;

  @Option(
      names = "--targets-table",
      paramLabel = "NAME",
      description =
          "Labels from a table or view with the columns dataset and id. Each other numeric column is"
              + " a target.")
  @JsonProperty("targets-table")
  private String targetsTable;

  @Option(
      names = "--targets-query",
      paramLabel = "SQL",
      description = "Labels from a query that gives these columns.")
  @JsonProperty("targets-query")
  private String targetsQuery;

  @Option(
      names = "--sources",
      parameterConsumer = CommaSeparated.class,
      paramLabel = "GLOB[,GLOB...]",
      description = "Only sources whose name matches. Globs: * ? [a-z] [!a-z]; quote them.")
  @JsonProperty
  private List<Glob> sources = List.of();

  @Option(
      names = "--datasets",
      parameterConsumer = CommaSeparated.class,
      paramLabel = "GLOB[,GLOB...]",
      description = "Only datasets whose name matches.")
  @JsonProperty
  private List<Glob> datasets = List.of();

  @Option(
      names = "--target-names",
      parameterConsumer = CommaSeparated.class,
      paramLabel = "GLOB[,GLOB...]",
      description = "Only target columns whose name matches.")
  @JsonProperty("target-names")
  private List<Glob> targetNames = List.of();

  @Mixin @JsonProperty private ColumnOptions columns = new ColumnOptions();

  @Heading("Method:")
  @Option(
      names = "--estimators",
      parameterConsumer = CommaSeparated.class,
      paramLabel = "NAME[,NAME...]",
      description =
          "From features: cv-r2, linear-mse, gcv, cv-mse, cv-pearson, logme, origin-gcv, transrate,"
              + " h-score; from predictions: label-mse, lab-cv-r2, lab-cv-mse, lab-cv-pearson,"
              + " lab-logme, lab-transrate, lab-h-score; from true source labels, without a model: shared-label-mse. The first"
              + " one ranks. Default: cv-r2,logme,linear-mse, and label-mse for sets with predictions.")
  @JsonProperty
  private List<EstimatorKind> estimators;

  @Option(
      names = "--head",
      paramLabel = "tuned|short",
      description =
          "How the new head will be trained: tuned, or for a few epochs from zero on raw features"
              + " and labels. Ranks by cv-r2 or by logme. Default: tuned, unless --estimators is given.")
  @JsonProperty
  private Head head;

  @Option(
      names = "--rank-by",
      paramLabel = "NAME",
      description =
          "The estimator that ranks, if it is not the first one: logme, or with its penalty 'cv-mse best',"
              + " 'linear-mse 0'. Default: the first estimator, at its best penalty if it has one.")
  @JsonProperty("rank-by")
  private String rankBy;

  @Option(
      names = "--lambda",
      parameterConsumer = CommaSeparated.class,
      paramLabel = "NUMBER[,NUMBER...]",
      description =
          "Penalties >= 0 of the objective divided by n (scikit-learn's alpha is n times this);"
              + " 1e-3r is 1e-3 times the mean variance of a feature; pca-K is least squares on K"
              + " principal components. Default: 0,1 for linear-mse and"
              + " label-mse; the best of 1e-4r to 10r for cv-r2, cv-mse and gcv.")
  @JsonProperty
  private List<Penalty> lambda;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Number of folds for held-out errors and intervals, assigned by a hash of the id; 0: no"
              + " folds. Memory and results grow K times, reading does not. Default: 5; with"
              + " --fold-column one for each value.")
  @JsonProperty
  private Integer folds;

  @Option(
      names = "--fold-column",
      paramLabel = "NAME",
      description =
          "Each value in this column (a subject, a site) is a fold, at most 64 of them; with"
              + " --folds K the values are assigned to K folds by a hash. A column of the table of"
              + " labels.")
  @JsonProperty("fold-column")
  private String foldColumn;

  @Option(
      names = "--split-column",
      paramLabel = "NAME",
      description =
          "Column with train, test and optionally validation: fits to the train rows, scores on"
              + " the test rows. The penalty is selected on the validation rows, else by folds of"
              + " the train rows. A column of the table of labels.")
  @JsonProperty("split-column")
  private String splitColumn;

  @Option(
      names = "--confidence",
      paramLabel = "P",
      description = "Confidence level of the intervals low..high. Default: 0.9.")
  @JsonProperty
  private double confidence = Folds.DEFAULT.confidence();

  @Option(
      names = "--top",
      paramLabel = "K",
      description =
          "The candidates of a target shall contain its K best sources by cv-r2 or cv-mse, all of"
              + " them with the probability of --confidence. Default: 1.")
  @JsonProperty
  private int top = ScoreMethod.DEFAULT.top();

  @Option(
      names = "--margin",
      paramLabel = "R2",
      description =
          "Candidates whose R2 differs by less are tied: no more rows are needed to separate them."
              + " Default: 0.01.")
  @JsonProperty
  private double margin = ScoreMethod.DEFAULT.margin();

  @Option(
      names = "--bins",
      paramLabel = "N",
      description =
          "For transrate and h-score: number of bins of equal width for each output; cells with"
              + " rows are the classes. Default: 5, or as many as give 1,024 cells, at least 2.")
  private Integer bins;

  @Option(
      names = "--transrate-weights",
      paramLabel = "rows|equal",
      description =
          "Weights of the classes in transrate: n_c/n as in the paper, or 1/C as in the authors'"
              + " program. Default: rows.")
  private ClassWeights weights = ScoreMethod.DEFAULT.weights();

  @Option(
      names = "--refine",
      paramLabel = "auto|always|never",
      description =
          "Read the rows again to restore digits of a ridge regression: if rounding removed more"
              + " than half of them (digits-lost), always, or never. Default: auto.")
  private ScoreMethod.Refine refine = ScoreMethod.DEFAULT.refine();

  @Option(
      names = "--no-intercept",
      description =
          "Fit without an intercept: linear-mse, label-mse, shared-label-mse, cv-r2, cv-mse,"
              + " cv-pearson. R2 is still relative to the mean of the labels.")
  @JsonProperty("no-intercept")
  private boolean noIntercept;

  @Option(
      names = "--ceiling",
      paramLabel = "PATH",
      description =
          "Table (CSV or Parquet) with the columns target, ceiling and optionally dataset: the"
              + " largest R2 that noise in the labels allows. scores.csv then has cv-r2 divided by"
              + " it.")
  @JsonProperty
  private String ceiling;

  @Option(
      names = "--each-output",
      description =
          "Also score each output of a list column as a target of its own, named target[0],"
              + " target[1], ..., with its own penalty. outputs.csv summarises them.")
  @JsonProperty("each-output")
  private boolean eachOutput;

  @Option(
      names = "--source-labels",
      parameterConsumer = CommaSeparated.class,
      paramLabel = "GLOB[,GLOB...]",
      description =
          "For shared-label-mse: the target columns with labels of a source task. Default: each"
              + " in turn.")
  @JsonProperty("source-labels")
  private List<Glob> sourceLabels = List.of();

  @Option(
      names = "--invalid-rows",
      paramLabel = "error|drop",
      description =
          "What to do with rows that have NaN or infinity in the features. Default: error.")
  @JsonProperty("invalid-rows")
  private InvalidRows invalidRows = InvalidRows.ERROR;

  @Option(
      names = "--common-rows",
      description =
          "Score the sources of a dataset only on rows for which all of them have features, so that"
              + " their scores compare the same rows. Reads the ids of all sources first.")
  @JsonProperty("common-rows")
  private boolean commonRows;

  @Option(
      names = "--sample",
      paramLabel = "SHARE|ROWS",
      description =
          "Score a part of the rows: a share (0.01, 1%%) or a number of them (20000). The same rows"
              + " for every source and on every machine; those of a smaller share are among those of"
              + " a larger one. See docs/sampling.md.")
  @JsonProperty
  private SampleSize sample;

  @Option(
      names = "--sample-by",
      paramLabel = "auto|id|position",
      description =
          "How --sample chooses rows: by a hash of the id, for which all rows are read, or in units"
              + " of consecutive rows, which assumes that rows are in random order. Default: position"
              + " from 65,536 rows on and without ids, else id.")
  @JsonProperty("sample-by")
  private Sample.By sampleBy;

  @Option(
      names = "--race",
      arity = "0..1",
      fallbackValue = "auto",
      paramLabel = "SIZE[,SIZE...]",
      description =
          "Score growing samples of the rows first (auto: 1/64, 1/32, ..., 1/2 of them, or sizes as in"
              + " --sample) and drop sources that are behind by more than sampling error; only the"
              + " others are scored on all rows. See docs/sampling.md.")
  @JsonProperty
  private RaceRounds race;

  @JsonProperty("feature-sets")
  private List<FeatureSource> featureSets = List.of();

  @JsonProperty private List<PairRule> include = List.of();
  @JsonProperty private List<PairRule> exclude = List.of();

  @Mixin private MeasuredOptions measured = new MeasuredOptions();

  @JsonProperty("actual")
  private void setMeasured(MeasuredOptions keys) {
    measured = keys.ofStudyFile();
  }

  /**
   * The options of a study file, over which a command line can be read.
   *
   * @param given the options of the command line; if one of them is about measurements, those of
   *     the file are ignored, and so are the inputs in place of which it names others
   */
  static StudyOptions of(String file, StudyOptions given) {
    StudyOptions options = StudyFileSource.read(file, new StudyOptions());
    if (given.measured.areGiven()) {
      options.measured = new MeasuredOptions();
    }
    if (given.features != null || given.featuresTable != null || given.featuresQuery != null) {
      options.features = null;
      options.featuresTable = null;
      options.featuresQuery = null;
    }
    if (given.targets != null || given.targetsTable != null || given.targetsQuery != null) {
      options.targets = null;
      options.targetsTable = null;
      options.targetsQuery = null;
    }
    return options;
  }

  public Study study() {
    return new Study(
        features,
        featureSets,
        targets,
        new Study.Tables(
            table("features", featuresTable, featuresQuery),
            table("targets", targetsTable, targetsQuery)),
        columns.columns(),
        sources,
        datasets,
        targetNames,
        include,
        exclude,
        estimators(),
        estimators == null ? Predictions.IF_PRESENT : Predictions.REQUIRED,
        penalties(),
        invalidRows,
        commonRows,
        sourceLabels,
        folds(),
        sample(),
        measured.measured());
  }

  Optional<RaceRounds> race() {
    return Optional.ofNullable(race);
  }

  private Optional<Sample> sample() {
    if (sample == null && sampleBy != null) {
      throw new InputException(
          "Cannot use --sample-by: expected the size of a sample (--sample), found none");
    }
    return sample == null
        ? Optional.empty()
        : Optional.of(new Sample(sample, sampleBy == null ? Sample.By.AUTO : sampleBy));
  }

  private static Optional<Study.Table> table(String role, String name, String query) {
    if (name != null && query != null) {
      throw new InputException(
          "Cannot score: expected --%s-table or --%s-query, found both".formatted(role, role));
    }
    return Optional.ofNullable(name)
        .map(text -> new Study.Table(Study.Table.Form.NAME, text))
        .or(
            () ->
                Optional.ofNullable(query)
                    .map(text -> new Study.Table(Study.Table.Form.QUERY, text)));
  }

  private Folds folds() {
    return Folds.of(folds, foldColumn, splitColumn, confidence);
  }

  private Head head() {
    return head == null ? Head.TUNED : head;
  }

  /** The one that ranks first. */
  private List<EstimatorKind> estimators() {
    List<EstimatorKind> estimators = chosenEstimators();
    if (rankBy == null) {
      return estimators;
    }
    EstimatorKind first = EstimatorKind.parse(rankBy.strip().split("\\s", 2)[0]);
    return estimators.contains(first)
        ? Stream.concat(Stream.of(first), estimators.stream()).toList()
        : estimators; // which is refused where penalties are known
  }

  /** If both are given, the head decides which estimator ranks, and the list the others. */
  private List<EstimatorKind> chosenEstimators() {
    if (estimators == null) {
      return head().estimators(folds().count());
    }
    return head == null || estimators.isEmpty()
        ? estimators
        : Stream.concat(Stream.of(head.estimators(folds().count()).get(0)), estimators.stream())
            .toList();
  }

  private Penalties penalties() {
    if (lambda != null && lambda.isEmpty()) {
      throw new InputException("Cannot score: expected at least one penalty (lambda), found none");
    }
    return lambda == null ? Penalties.DEFAULT : new Penalties(lambda);
  }

  ScoreMethod method() {
    return new ScoreMethod(
        head(),
        bins == null ? OptionalInt.empty() : OptionalInt.of(bins),
        weights,
        noIntercept && refine == ScoreMethod.Refine.AUTO ? ScoreMethod.Refine.NEVER : refine,
        eachOutput ? ScoreMethod.Outputs.EACH : ScoreMethod.Outputs.TOGETHER,
        noIntercept ? ScoreMethod.Intercept.NONE : ScoreMethod.Intercept.FITTED,
        Optional.ofNullable(ceiling),
        Optional.ofNullable(rankBy),
        top,
        margin,
        true);
  }

  /** Options without an effect on the study are mistakes; in a file they may wait for their use. */
  void requireUseIn(Study study) {
    if (!sourceLabels.isEmpty() && !study.estimators().contains(EstimatorKind.SHARED_LABEL_MSE)) {
      throw new InputException(
          "Cannot use --source-labels: expected shared-label-mse among the estimators, found "
              + study.estimators());
    }
  }
}
