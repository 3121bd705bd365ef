package org.transferability.run.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.sample.SampleLimit;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.FileShape;
import org.transferability.read.Footers;
import org.transferability.read.LabelColumn;
import org.transferability.read.MissingFeatures;
import org.transferability.read.label.LabelSurvey;
import org.transferability.read.label.RowFolds;
import org.transferability.read.page.DataFile;
import org.transferability.study.EstimatorKind;
import org.transferability.study.EstimatorKind.Input;
import org.transferability.study.InputException;
import org.transferability.study.InvalidRows;
import org.transferability.study.Predictions;
import org.transferability.study.Study;

/** Makes passes from sets: groups targets, cuts files into chunks. Thread-safe. */
public final class PassPlanner {
  /** Test rows are sampled alone; how many there are is not known before they are read. */
  private static final double LEAST_SHARE_OF_TEST = 0.1;

  private final PlanSettings settings;
  private final Study study;
  private final Configuration conf;
  private final Surveys surveys;
  private final GivenFolds ownFolds;
  private final ConcurrentSkipListSet<String> withoutIds = new ConcurrentSkipListSet<>();

  /**
   * @param surveys looks through labels that are read with the features
   */
  public PassPlanner(PlanSettings settings, Configuration conf, Surveys surveys) {
    this.settings = settings;
    this.study = settings.study();
    this.conf = conf;
    this.surveys = surveys;
    this.ownFolds = new GivenFolds(study.folds(), conf);
  }

  /**
   * The passes over a set, mostly one.
   *
   * @param selected by the study; its passes have no estimator of predictions that it lacks, unless
   *     predictions are required
   * @param labels the labels to join, or null when they stand in the same rows
   * @throws InputException if a file, a column or a target cannot be used
   */
  public List<Pass> plan(ScoredSet selected, @Nullable DatasetLabels labels) throws IOException {
    ScoredSet set = lacksPredictions(selected) ? selected.without(Input.PREDICTIONS) : selected;
    LabelSurvey known = labels == null ? ownSurvey(set) : labels.survey();
    FeatureColumns wanted = columns(set, labels, List.of());
    List<FileShape> whole = shapes(set, wanted);
    @Nullable SampledRows sampled =
        study.sample().isEmpty()
            ? null
            : SampledRows.of(study.sample().get(), set, whole, wanted.id() != null, labels);
    List<FileShape> shapes = sampled == null ? whole : sampled.shapes();
    long rows = sampled == null ? rows(whole) : sampled.most();
    FeatureColumns planned = Footers.pinned(conf, set.files(), wanted, shapes.get(0));
    int width = Math.max(0, shapes.stream().mapToInt(FileShape::width).max().orElse(0));
    RowFolds folds = labels == null ? ownFolds.of(set) : labels.folds();
    int parts = folds.count();
    long reducedRows = Reduction.rows(set, shapes, rows, width, labels);
    int order = reducedRows > 0 ? (int) reducedRows : width;
    boolean decomposes = PassMemory.decomposes(set, shapes, rows, width);
    if (reducedRows > 0) {
      PassMemory.requireReduced(set, order, width, study.folds(), parts, decomposes);
    } else {
      PassMemory.require(set, width, study.folds(), parts, decomposes);
    }
    List<List<FileRange>> cut =
        reducedRows > 0
            ? Reduction.chunks(settings, reducedRows, shapes, rows, width)
            : chunks(set, shapes, sampled, width, outputs(known, set), parts);
    List<List<FileRange>> chunks = sampled == null ? cut : sampled.only(cut);
    long @Nullable [][] starts =
        labels != null && labels.table().isEmpty() ? fileStarts(chunks, shapes, labels) : null;
    boolean looks = known.isAssumed() && (starts == null || ClassMemory.isNeeded(set));
    LabelSurvey survey = labels != null && looks ? labels.look() : known;
    ClassMemory classes = ClassMemory.of(set, settings.bins(), order);
    List<Pass> plans = new ArrayList<>();
    String where = "dataset '" + set.dataset() + "'";
    for (TargetLayout targets :
        TargetLayout.of(
            survey, set.targets(), PassMemory.mostSides(order, parts), classes, where)) {
      List<LabelColumn> own = labels != null ? List.of() : targets.columns();
      plans.add(
          new Pass(
              set,
              columns(set, labels, own)
                  .withShapes(planned.featureShape(), planned.predictionShape()),
              missing(set),
              labels,
              targets,
              chunks,
              starts,
              survey.isAssumed(),
              folds,
              classes.classes(targets),
              settings.precision(),
              reducedRows,
              width,
              settings.tileLimit(),
              sampled,
              sample(set, rows, sampled, labels, order, targets, folds),
              null));
    }
    return plans;
  }

  /**
   * The sample of rows for held-out errors. Depends on the input alone: a set of one chunk is
   * small, and no row of it needs to be left out by its hash.
   *
   * @param rows that are read, of all files unless the set is small
   * @param order of the moments
   */
  private SampleLimit sample(
      ScoredSet set,
      long rows,
      @Nullable SampledRows sampled,
      @Nullable DatasetLabels labels,
      int order,
      TargetLayout targets,
      RowFolds folds) {
    boolean judged = set.estimators().stream().anyMatch(EstimatorKind::holdsOut);
    if (folds.count() < 2 || !(judged || settings.keepsState())) {
      return SampleLimit.NONE;
    }
    long numbers = (long) order + targets.layout().outputs();
    if (isSmall(readBytes(set, sampled))) {
      return SampleLimit.ofWhole(numbers);
    }
    boolean split = folds.areGiven() && folds.values().isSplit();
    long read = sampled == null ? rows : sampled.expected();
    return SampleLimit.of(
        numbers,
        labels == null ? read : Math.min(read, labels.rows()),
        split ? LEAST_SHARE_OF_TEST : 1);
  }

  /**
   * Where the rows of each range stand among all rows, if labels can stand beside them: as many
   * rows, and no fold column, which would have to be read with the labels.
   */
  static long @Nullable [][] fileStarts(
      List<List<FileRange>> chunks, List<FileShape> shapes, DatasetLabels labels) {
    Map<DataFile, Long> starts = new HashMap<>();
    long rows = 0;
    for (FileShape shape : shapes) {
      starts.put(shape.file(), rows);
      rows += shape.rows();
    }
    boolean all =
        chunks.stream().flatMap(List::stream).allMatch(range -> starts.containsKey(range.file()));
    if (!all || rows != labels.rows() || labels.foldColumn() != null) {
      return null;
    }
    return chunks.stream()
        .map(ranges -> ranges.stream().mapToLong(range -> starts.get(range.file())).toArray())
        .toArray(long[][]::new);
  }

  private boolean lacksPredictions(ScoredSet set) throws IOException {
    return study.predictions() == Predictions.IF_PRESENT
        && set.reads(Input.PREDICTIONS)
        && !Footers.hasNumbers(conf, set.files().get(0), study.columns().prediction());
  }

  private LabelSurvey ownSurvey(ScoredSet set) {
    List<FileRange> ranges = set.files().stream().map(FileRange::all).toList();
    return surveys.survey(ranges, null, set.targets(), set.bytes());
  }

  private FeatureColumns columns(
      ScoredSet set, @Nullable DatasetLabels labels, List<LabelColumn> own) throws IOException {
    String id = labels != null || hasIds(set) ? study.columns().id() : null;
    String fold = labels == null ? study.folds().column() : null;
    if (set.isSharedLabels()) {
      return new FeatureColumns(id, set.source(), null, fold, own);
    }
    boolean features = set.reads(Input.FEATURES);
    boolean predictions = set.reads(Input.PREDICTIONS);
    return new FeatureColumns(
        id,
        features ? study.columns().features() : null,
        predictions ? study.columns().prediction() : null,
        fold,
        own);
  }

  /**
   * Whether a table that needs no id has one all the same, by which its rows go to folds and are
   * seen to be there once.
   */
  private boolean hasIds(ScoredSet set) throws IOException {
    if (Footers.hasColumn(conf, set.files().get(0), study.columns().id())) {
      return true;
    }
    if (study.folds().count() > 0 && !study.folds().byColumn()) {
      withoutIds.add(set.name());
    }
    return false;
  }

  /** What a reader of the intervals should know of how the rows were dealt to folds. */
  public List<String> warnings() {
    if (withoutIds.isEmpty()) {
      return List.of();
    }
    return List.of(
        "%s%s: no column '%s', so rows are assigned to folds by their file name and their position in the file; intervals and held-out errors change if the rows are stored in another order"
            .formatted(
                withoutIds.first(),
                withoutIds.size() == 1 ? "" : " and " + (withoutIds.size() - 1) + " more sets",
                study.columns().id()));
  }

  private MissingFeatures missing(ScoredSet set) {
    if (set.isSharedLabels()) {
      return MissingFeatures.SKIP_NULL;
    }
    return study.invalidRows() == InvalidRows.DROP
        ? MissingFeatures.DROP_ROW
        : MissingFeatures.ERROR;
  }

  /**
   * Of a small set only the first footer is read, because its files become one chunk; unless it may
   * have no more rows than features, or a sample needs the number of rows.
   */
  private List<FileShape> shapes(ScoredSet set, FeatureColumns columns) throws IOException {
    List<FileShape> shapes = new ArrayList<>();
    for (DataFile file : set.files()) {
      FileShape shape = Footers.shape(conf, file, columns);
      shapes.add(shape);
      if (study.sample().isEmpty() && isSmall(set.bytes()) && shape.rows() > shape.width()) {
        break;
      }
    }
    return shapes;
  }

  private static long rows(List<FileShape> shapes) {
    return shapes.stream().mapToLong(FileShape::rows).sum();
  }

  private static long readBytes(ScoredSet set, @Nullable SampledRows sampled) {
    return sampled == null ? set.bytes() : Math.round(sampled.readShare() * set.bytes());
  }

  private boolean isSmall(long bytes) {
    return ChunkPlanner.isOneChunk(settings, bytes);
  }

  private static int outputs(LabelSurvey survey, ScoredSet set) {
    Set<String> targets = Set.copyOf(set.targets());
    return survey.columns().stream()
        .filter(column -> targets.contains(column.name()))
        .mapToInt(LabelColumn::width)
        .sum();
  }

  private List<List<FileRange>> chunks(
      ScoredSet set,
      List<FileShape> shapes,
      @Nullable SampledRows sampled,
      int width,
      int outputs,
      int folds) {
    return isSmall(readBytes(set, sampled))
        ? List.of(set.files().stream().map(FileRange::all).toList())
        : ChunkPlanner.of(settings, width, outputs, folds).cut(shapes);
  }
}
