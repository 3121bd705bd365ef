package org.transferability.run.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.transferability.read.label.LabelSchema;
import org.transferability.read.tree.FeatureFiles;
import org.transferability.read.tree.FeatureTree;
import org.transferability.read.tree.ListedFolders;
import org.transferability.read.tree.TargetFiles;
import org.transferability.read.tree.TargetTree;
import org.transferability.study.EstimatorKind;
import org.transferability.study.FeatureSource;
import org.transferability.study.Glob;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;
import org.transferability.study.Study;

/**
 * What a study selects of what is stored: feature sets, label files, and the pairs to score. Made
 * from listings and footers alone.
 *
 * @param sets sorted by dataset, then source, so that the labels of a dataset are needed once
 * @param labels label files by dataset; empty when labels stand in the features' own tables
 * @param warnings what in the study has no effect, what is odd about the folders, and which columns
 *     are no targets
 */
public record Inventory(
    List<ScoredSet> sets, Map<String, TargetFiles> labels, List<String> warnings) {

  /**
   * Lists what the study names and selects what it scores.
   *
   * @throws IOException if the file system fails
   * @throws InputException if a path is missing, or nothing is selected
   */
  public static Inventory of(Study study, Configuration conf) throws IOException {
    ListedFolders folders = new ListedFolders();
    List<FeatureFiles> features = features(study, conf, folders);
    Lister lister = new Lister(study, conf, labels(study, conf, folders), new LeftOutColumns());
    List<ScoredSet> sets = lister.sets(features);
    if (sets.isEmpty()) {
      throw lister.nothingSelected(features);
    }
    sets.sort(
        Comparator.comparing(ScoredSet::dataset)
            .thenComparing(ScoredSet::isSharedLabels)
            .thenComparing(ScoredSet::source));
    List<String> warnings = new ArrayList<>(folders.warnings());
    warnings.addAll(warnings(study, sets));
    warnings.addAll(lister.leftOut().lines());
    return new Inventory(List.copyOf(sets), lister.labels(), warnings);
  }

  /** Patterns that no scored set answers to: mostly a mistyped name. */
  private static List<String> warnings(Study study, List<ScoredSet> sets) {
    List<String> warnings = new ArrayList<>();
    List<ScoredSet> models = sets.stream().filter(set -> !set.isSharedLabels()).toList();
    if (!models.isEmpty()) {
      addUnmatched(
          "--sources",
          study.sourceNames(),
          models.stream().map(ScoredSet::source).distinct().toList(),
          warnings);
    }
    addUnmatched(
        "--datasets",
        study.datasetNames(),
        sets.stream().map(ScoredSet::dataset).distinct().toList(),
        warnings);
    addUnmatched(
        "--target-names",
        study.targetNames(),
        sets.stream().flatMap(set -> set.targets().stream()).distinct().toList(),
        warnings);
    return warnings;
  }

  private static void addUnmatched(
      String option, List<Glob> globs, List<String> names, List<String> warnings) {
    for (Glob glob : Glob.unmatched(globs, names)) {
      warnings.add("%s '%s' matches nothing that is scored".formatted(option, glob));
    }
  }

  /** Some of the sets, in their order. */
  public Inventory of(List<ScoredSet> some) {
    Set<ScoredSet> chosen = Set.copyOf(some);
    return new Inventory(sets.stream().filter(chosen::contains).toList(), labels, List.of());
  }

  /** The same sets by these estimators alone. */
  public Inventory withEstimators(List<EstimatorKind> estimators) {
    return new Inventory(sets.stream().map(set -> set.with(estimators)).toList(), labels, warnings);
  }

  /** Scores of one estimator at one penalty that the study asks for. */
  public long pairs() {
    return sets.stream().mapToLong(set -> set.targets().size()).sum();
  }

  private static List<FeatureFiles> features(
      Study study, Configuration conf, ListedFolders folders) {
    if (study.estimators().stream().noneMatch(EstimatorKind::readsFeatureSets)) {
      return List.of();
    }
    Map<List<String>, FeatureFiles> found = new TreeMap<>(Comparator.comparing(List::toString));
    if (study.features() != null) {
      for (FeatureFiles set : FeatureTree.list(conf, study.features(), folders)) {
        found.put(List.of(set.source(), set.dataset()), set);
      }
    }
    for (FeatureSource set : study.featureSets()) {
      found.put(
          List.of(set.source(), set.dataset()),
          FeatureTree.of(conf, set.source(), set.dataset(), set.paths(), folders));
    }
    return found.values().stream()
        .filter(set -> study.selects(set.source(), set.dataset()))
        .toList();
  }

  private static Map<String, TargetFiles> labels(
      Study study, Configuration conf, ListedFolders folders) {
    Map<String, TargetFiles> labels = new TreeMap<>();
    if (study.targets() != null) {
      for (TargetFiles files : TargetTree.list(conf, study.targets(), folders)) {
        if (study.selectsDataset(files.dataset())) {
          labels.put(files.dataset(), files);
        }
      }
    }
    return labels;
  }

  /**
   * Selects what is scored of the files that were found.
   *
   * @param leftOut gets the columns that the study selects and that can be no targets
   */
  private record Lister(
      Study study, Configuration conf, Map<String, TargetFiles> labels, LeftOutColumns leftOut) {
    List<ScoredSet> sets(List<FeatureFiles> features) throws IOException {
      Map<String, List<String>> columns = new LinkedHashMap<>();
      List<ScoredSet> sets = new ArrayList<>();
      List<EstimatorKind> onFeatures =
          study.estimators().stream().filter(EstimatorKind::readsFeatureSets).toList();
      for (FeatureFiles set : features) {
        List<String> names = columns.get(set.dataset());
        if (labels.isEmpty()) {
          names = ownTargets(set);
        } else if (names == null) {
          names = joinedTargets(set);
          columns.put(set.dataset(), names);
        }
        List<String> targets =
            names.stream()
                .filter(t -> study.selectsTarget(set.source(), set.dataset(), t))
                .toList();
        if (!targets.isEmpty()) {
          sets.add(new ScoredSet(set.source(), set.dataset(), set.files(), onFeatures, targets));
        }
      }
      if (study.estimators().contains(EstimatorKind.SHARED_LABEL_MSE)) {
        addSharedLabels(sets);
      }
      return sets;
    }

    private List<String> joinedTargets(FeatureFiles set) throws IOException {
      TargetFiles files = labels.get(set.dataset());
      if (files == null) {
        throw new InputException(
            "Cannot score source '%s' on dataset '%s': expected its labels in %s/dataset=%s, found none; %s"
                .formatted(
                    set.source(),
                    set.dataset(),
                    study.targets(),
                    set.dataset(),
                    NearestName.expected(set.dataset(), labels.keySet())));
      }
      return names(files, Set.of(), "labels of dataset '" + set.dataset() + "'");
    }

    private List<String> ownTargets(FeatureFiles set) throws IOException {
      return names(
          new TargetFiles(set.dataset(), set.files()),
          Set.of(study.columns().features(), study.columns().prediction()),
          "source '%s' on dataset '%s'".formatted(set.source(), set.dataset()));
    }

    /**
     * The candidates for targets.
     *
     * @param others columns with another role
     */
    private List<String> names(TargetFiles files, Set<String> others, String place)
        throws IOException {
      String id = study.columns().id();
      LabelSchema schema =
          study.targets() == null
              ? LabelSchema.ofOwnTables(conf, files, id, study::namesTarget)
              : LabelSchema.of(conf, files, id, study::namesTarget);
      Predicate<String> free =
          name -> !name.equals(study.folds().column()) && !others.contains(name);
      leftOut.add(
          place,
          schema.leftOut().stream()
              .filter(column -> free.test(column.name()))
              .filter(column -> study.selectsTargetName(column.name()))
              .toList());
      return schema.names().stream().filter(free).toList();
    }

    private void addSharedLabels(List<ScoredSet> sets) throws IOException {
      for (TargetFiles files : labels.values()) {
        String dataset = files.dataset();
        List<String> names = names(files, Set.of(), "labels of dataset '" + dataset + "'");
        for (String source : names) {
          List<String> targets =
              names.stream().filter(t -> study.selectsSharedLabel(source, dataset, t)).toList();
          if (!targets.isEmpty()) {
            List<EstimatorKind> shared = List.of(EstimatorKind.SHARED_LABEL_MSE);
            sets.add(new ScoredSet(source, dataset, files.files(), shared, targets));
          }
        }
      }
    }

    private InputException nothingSelected(List<FeatureFiles> features) {
      String where = study.targets() == null ? "the feature files" : study.targets();
      return new InputException(
          "Cannot score: expected at least one pair of a source and a target, found none selected (%d feature sets in %s; %d datasets with labels in %s); %ssee --sources, --datasets, --target-names and the study's include and exclude"
              .formatted(
                  features.size(),
                  study.features(),
                  labels.size(),
                  where,
                  leftOut.lines().stream()
                      .limit(1)
                      .map(line -> line + "; ")
                      .collect(Collectors.joining())));
    }
  }
}
