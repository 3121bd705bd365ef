package org.transferability.study;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is compared, from the command line and the study file.
 *
 * @param features root of the features tree, or null if a table is read, or every set is named in
 *     {@code featureSets}
 * @param featureSets sets with their own paths; they override a set of the tree with the same names
 * @param targets root of the targets tree, or null if a table is read, or the labels of the
 *     features' own files or table
 * @param tables what is read from tables in place of the trees
 * @param columns the names of the columns with a fixed role
 * @param sourceNames the selected sources; empty means all, here and in the two below
 * @param datasetNames the selected datasets
 * @param targetNames the selected target columns
 * @param include if not empty, only pairs that one of these rules matches
 * @param exclude no pair that one of these rules matches
 * @param estimators at least one, no duplicates
 * @param predictions how sets without predictions are treated
 * @param penalties of the estimators that have one
 * @param invalidRows how rows are treated whose features are not finite
 * @param commonRows whether each source of a dataset is scored only on rows that all have
 * @param sourceLabels for shared-label-mse: the columns of a targets table that are labels of a
 *     source task; empty means every column. They are also targets, unless {@code targetNames}
 *     excludes them
 * @param folds how rows are assigned to folds
 * @param sample the part of the rows that is scored; empty: all
 * @param measured the measured transfers for the evaluation of the scores; empty: there are none
 */
public record Study(
    String features,
    List<FeatureSource> featureSets,
    String targets,
    Tables tables,
    Columns columns,
    List<Glob> sourceNames,
    List<Glob> datasetNames,
    List<Glob> targetNames,
    List<PairRule> include,
    List<PairRule> exclude,
    List<EstimatorKind> estimators,
    Predictions predictions,
    Penalties penalties,
    InvalidRows invalidRows,
    boolean commonRows,
    List<Glob> sourceLabels,
    Folds folds,
    Optional<Sample> sample,
    Optional<Measured> measured) {

  /**
   * A table or view of the Spark session, or a query.
   *
   * @param form what the text is
   * @param text the name, as SQL has it, or the query
   */
  public record Table(Form form, String text) {
    /** What names a table. */
    public enum Form {
      NAME,
      QUERY
    }

    public Table {
      if (text.isBlank()) {
        throw new InputException(
            "Cannot score: expected the name of a table or a query, found a blank one");
      }
    }
  }

  /**
   * The tables that are read.
   *
   * @param features rows with the source, the dataset, the id and the features
   * @param targets rows with the dataset, the id and the labels
   */
  public record Tables(Optional<Table> features, Optional<Table> targets) {
    public static final Tables NONE = new Tables(Optional.empty(), Optional.empty());

    public boolean isEmpty() {
      return equals(NONE);
    }
  }

  public Study {
    Objects.requireNonNull(columns);
    Objects.requireNonNull(tables);
    Objects.requireNonNull(invalidRows);
    Objects.requireNonNull(folds);
    Objects.requireNonNull(sample);
    Objects.requireNonNull(measured);
    featureSets = List.copyOf(featureSets);
    sourceNames = List.copyOf(sourceNames);
    datasetNames = List.copyOf(datasetNames);
    targetNames = List.copyOf(targetNames);
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    estimators = List.copyOf(new LinkedHashSet<>(estimators));
    Objects.requireNonNull(predictions);
    Objects.requireNonNull(penalties);
    sourceLabels = List.copyOf(sourceLabels);
    if (estimators.isEmpty()) {
      throw new InputException("Cannot score: expected at least one estimator, found none");
    }
    for (EstimatorKind estimator : estimators) {
      if (estimator.holdsOut() && folds.count() == 0) {
        throw new InputException(
            "Cannot score " + estimator + ": expected 2 folds or more (--folds), found 0");
      }
    }
    for (EstimatorKind estimator : estimators) {
      if (estimator.readsClasses() && folds.rule() == Folds.Rule.SPLIT) {
        throw new InputException(
            "Cannot score "
                + estimator
                + " with a split column: expected an estimator of regressions, such as cv-r2");
      }
    }
    requireOne("features", features, tables.features());
    requireOne("targets", targets, tables.targets());
    boolean ownLabels = targets == null && tables.targets().isEmpty();
    if (commonRows && ownLabels) {
      throw new InputException(
          "Cannot use --common-rows: expected labels in tables of their own, which are joined by id"
              + " (--targets), found none");
    }
    if (blank(features) || blank(targets)) {
      throw new InputException("Cannot score: expected a path, found a blank one");
    }
    boolean readsSets = estimators.stream().anyMatch(EstimatorKind::readsFeatureSets);
    if (readsSets && features == null && tables.features().isEmpty() && featureSets.isEmpty()) {
      throw new InputException(
          "Cannot score: expected the path of the features (--features, or features or"
              + " feature-sets in the study file) or a table (--features-table), found none");
    }
    if (estimators.contains(EstimatorKind.SHARED_LABEL_MSE) && ownLabels) {
      throw new InputException(
          "Cannot score shared-label-mse: expected the path of a targets tree (--targets) whose"
              + " tables contain the labels of both tasks, found none");
    }
    long distinct =
        featureSets.stream().map(s -> List.of(s.source(), s.dataset())).distinct().count();
    if (distinct < featureSets.size()) {
      throw new InputException(
          "Cannot score: expected each feature set (source, dataset) once, found one twice");
    }
  }

  /** The same study by some of its estimators, on a sample of the rows. */
  public Study ofRound(List<EstimatorKind> some, Sample rows) {
    return with(features, targets, tables, some, Optional.of(rows));
  }

  /** The same study of trees in place of tables; null where there is none. */
  public Study ofTrees(String featuresTree, String targetsTree) {
    return with(featuresTree, targetsTree, Tables.NONE, estimators, sample);
  }

  private Study with(
      String featuresTree,
      String targetsTree,
      Tables others,
      List<EstimatorKind> some,
      Optional<Sample> rows) {
    return new Study(
        featuresTree,
        featureSets,
        targetsTree,
        others,
        columns,
        sourceNames,
        datasetNames,
        targetNames,
        include,
        exclude,
        some,
        predictions,
        penalties,
        invalidRows,
        commonRows,
        sourceLabels,
        folds,
        rows,
        measured);
  }

  private static boolean blank(String path) {
    return path != null && path.isBlank();
  }

  private static void requireOne(String role, String path, Optional<Table> table) {
    if (path != null && table.isPresent()) {
      throw new InputException(
          "Cannot score: expected %s from files or from a table, found both --%s and --%s-%s"
              .formatted(
                  role, role, role, table.get().form() == Table.Form.NAME ? "table" : "query"));
    }
  }

  /** Whether some target of this feature set may be selected, so that it must be opened. */
  public boolean selects(String source, String dataset) {
    return Glob.anyMatches(sourceNames, source)
        && selectsDataset(dataset)
        && (include.isEmpty() || include.stream().anyMatch(rule -> rule.matches(source, dataset)))
        && exclude.stream()
            .noneMatch(r -> r.matches(source, dataset) && r.target().equals(Glob.ALL));
  }

  public boolean selectsDataset(String dataset) {
    return Glob.anyMatches(datasetNames, dataset);
  }

  /** Whether the pair of this feature set and this target is scored. */
  public boolean selectsTarget(String source, String dataset, String target) {
    return Glob.anyMatches(sourceNames, source) && selectsPair(source, dataset, target);
  }

  /**
   * Whether shared-label-mse scores this pair of columns of one targets table. In the rules, the
   * name of the source column is the source; {@code sourceNames} select models and do not apply.
   */
  public boolean selectsSharedLabel(String sourceColumn, String dataset, String target) {
    return !sourceColumn.equals(target)
        && Glob.anyMatches(sourceLabels, sourceColumn)
        && selectsPair(sourceColumn, dataset, target);
  }

  /** Whether a column is selected by its exact name, not only by a pattern. */
  public boolean namesTarget(String column) {
    return Stream.of(
            targetNames.stream(), sourceLabels.stream(), include.stream().map(PairRule::target))
        .flatMap(globs -> globs)
        .anyMatch(glob -> glob.pattern().equals(column));
  }

  /** Whether this column may be a target of some pair. */
  public boolean selectsTargetName(String target) {
    return Glob.anyMatches(targetNames, target);
  }

  private boolean selectsPair(String source, String dataset, String target) {
    return selectsDataset(dataset)
        && selectsTargetName(target)
        && (include.isEmpty() || include.stream().anyMatch(r -> r.matches(source, dataset, target)))
        && exclude.stream().noneMatch(r -> r.matches(source, dataset, target));
  }
}
