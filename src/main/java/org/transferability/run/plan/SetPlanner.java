package org.transferability.run.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.classes.SetClasses;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.FileShape;
import org.transferability.read.Footers;
import org.transferability.read.LabelColumn;
import org.transferability.read.MissingFeatures;
import org.transferability.read.label.LabelSurvey;
import org.transferability.read.label.LabelTable;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.TargetFiles;
import org.transferability.run.ScoreOptions;
import org.transferability.run.aggregate.LabelSurveys;
import org.transferability.study.EstimatorKind;
import org.transferability.study.InputException;
import org.transferability.study.InvalidRows;
import org.transferability.study.Study;

/** Makes passes from sets: loads labels, groups targets, cuts files into chunks. Thread-safe. */
public final class SetPlanner {
  /** Bytes of side Gram matrices that a task may hold at once. */
  private static final long MOST_SIDE_BYTES = 256L << 20;

  private final Study study;
  private final Precision precision;
  private final long tileLimit;
  private final Configuration conf;
  private final LabelSurveys surveys;
  private final OptionalLong chunkBytes;
  private final long broadcastLimit;
  private final OptionalInt bins;

  /**
   * Whether labels that look complete are taken to be so until a pass finds one that is missing.
   */
  private final boolean mayAssume;

  private final ConcurrentSkipListSet<String> withoutIds = new ConcurrentSkipListSet<>();

  public SetPlanner(ScoreOptions options, Configuration conf, LabelSurveys surveys) {
    this.study = options.study();
    this.precision = options.precision();
    this.tileLimit = options.tileLimit();
    this.conf = conf;
    this.surveys = surveys;
    this.chunkBytes = options.chunkSize();
    this.broadcastLimit = options.broadcastLimit();
    this.bins = options.method().bins();
    // what is kept between runs must not depend on what a run knew of the labels
    this.mayAssume = options.state().isEmpty() && study.folds().column() == null;
  }

  /** The labels of a dataset, the named targets only: in memory if they fit the limit. */
  public DatasetLabels labels(TargetFiles files, List<String> targets) throws IOException {
    String id = study.columns().id();
    long fileBytes = files.files().stream().mapToLong(DataFile::length).sum();
    List<FileRange> ranges = files.files().stream().map(FileRange::all).toList();
    if (fileBytes <= broadcastLimit) {
      LabelTable table = LabelTable.read(conf, files, id, targets, study.folds().column());
      if (table.bytes() <= broadcastLimit) {
        return DatasetLabels.of(table, ranges);
      }
    }
    List<FileRange> cut = new ArrayList<>();
    FeatureColumns columns = new FeatureColumns(id, null, null, columnsOf(targets));
    List<FileShape> shapes = new ArrayList<>();
    for (DataFile file : files.files()) {
      FileShape shape = Footers.shape(conf, file, columns);
      shapes.add(shape);
      FileShape first = shapes.get(0);
      first.idKind().requireIn(file.path(), shape.idKind(), first.file().path());
      addRanges(shape, cut);
    }
    Supplier<LabelSurvey> look = () -> surveys.survey(cut, id, targets, fileBytes);
    LabelSurvey survey =
        mayAssume && shapes.stream().allMatch(FileShape::labelsLookComplete)
            ? LabelSurvey.assumingComplete(
                targets,
                shapes.stream().mapToLong(FileShape::rows).sum(),
                files.files().get(0).path())
            : look.get();
    return DatasetLabels.inFiles(survey, look, cut, shapes.get(0).idKind(), study.folds().column());
  }

  private static List<LabelColumn> columnsOf(List<String> targets) {
    return targets.stream().map(name -> new LabelColumn(name, 0)).toList();
  }

  /** Row groups of a file, as many together as a task should read. */
  private static void addRanges(FileShape shape, List<FileRange> ranges) {
    long[] groups = shape.rowGroupBytes();
    int first = 0;
    long bytes = 0;
    for (int g = 0; g < groups.length; g++) {
      bytes += groups[g];
      if (bytes >= ChunkPlanner.SMALLEST_CHUNK || g + 1 == groups.length) {
        ranges.add(new FileRange(shape.file(), first, g + 1));
        first = g + 1;
        bytes = 0;
      }
    }
  }

  /**
   * The passes over a set, mostly one.
   *
   * @param labels the labels to join, or null when they stand in the same rows
   * @throws InputException if a file, a column or a target cannot be used
   */
  public List<FeatureSetPlan> plan(ScoredSet set, DatasetLabels labels) throws IOException {
    LabelSurvey known = labels == null ? ownSurvey(set) : labels.survey();
    FeatureColumns wanted = columns(set, labels, List.of());
    List<FileShape> shapes = shapes(set, wanted);
    FeatureColumns planned = Footers.pinned(conf, set.files(), wanted, shapes.get(0));
    int width = Math.max(0, shapes.stream().mapToInt(FileShape::width).max().orElse(0));
    requireMemory(set, width, folds(), decomposes(set, shapes, width));
    List<List<FileRange>> chunks = chunks(set, shapes, width, outputs(known, set));
    long[][] starts =
        labels != null && labels.table().isEmpty() ? fileStarts(chunks, shapes, labels) : null;
    boolean looks = known.isAssumed() && (starts == null || ClassMemory.isNeeded(set));
    LabelSurvey survey = looks ? labels.look() : known;
    List<FeatureSetPlan> plans = new ArrayList<>();
    String where = "dataset '" + set.dataset() + "'";
    for (TargetLayout targets :
        TargetLayout.of(
            survey,
            set.targets(),
            mostSides(width, folds()),
            ClassMemory.of(set, bins, width),
            where)) {
      List<LabelColumn> own = labels != null ? List.of() : targets.columns();
      plans.add(
          new FeatureSetPlan(
              set,
              columns(set, labels, own)
                  .withShapes(planned.featureShape(), planned.predictionShape()),
              missing(set),
              labels,
              targets,
              chunks,
              starts,
              survey.isAssumed(),
              folds(),
              SetClasses.of(set, targets, bins),
              precision,
              width,
              tileLimit,
              null));
    }
    return plans;
  }

  /**
   * Where the rows of each range stand among all rows, if labels can stand beside them: as many
   * rows, and no fold column, which would have to be read with the labels.
   */
  private static long[][] fileStarts(
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

  private int folds() {
    return study.folds().parts();
  }

  /**
   * Whether eigenvalues of the features' scatter will be needed: asked for, or not of full rank.
   */
  private static boolean decomposes(ScoredSet set, List<FileShape> shapes, int width) {
    long rows = shapes.stream().mapToLong(FileShape::rows).sum();
    boolean singular = shapes.size() == set.files().size() && rows <= width;
    return set.readers(EstimatorKind.Input.FEATURES).stream()
        .anyMatch(estimator -> estimator.decomposes() || singular);
  }

  /**
   * Merged moments, the part that comes next, both K times with K folds, and the factor; with
   * folds, the moments without one of them too: 2 K + 1 or 2 triangles at least. Eigenvalues take a
   * full matrix and twice as much workspace beside that. Half as much again is asked for: such
   * arrays live among the old objects, for which the collector has two thirds of the heap.
   */
  static void requireMemory(ScoredSet set, int width, int folds, boolean decomposes) {
    long triangle = 4L * width * (width + 1L);
    long needed = (2L * folds + (folds > 1 ? 2 : 1)) * triangle;
    needed += decomposes ? 24L * width * width : 0;
    needed += needed / 2;
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap && folds > 1) {
      throw new InputException(
          "Cannot score %s in %d folds: expected a driver heap of at least %,d MB for %,d features a row, found %,d MB (give more with -- --driver-memory, or go without intervals: --folds 0)"
              .formatted(set.name(), folds, needed >> 20, width, heap >> 20));
    }
    if (needed > heap) {
      throw new InputException(
          "Cannot score %s: expected a driver heap of at least %,d MB for %,d features a row, found %,d MB (give more with -- --driver-memory)"
              .formatted(set.name(), needed >> 20, width, heap >> 20));
    }
  }

  private static int mostSides(int width, int folds) {
    long sides = MOST_SIDE_BYTES / (4L * folds * width * (width + 1L) + 1);
    return (int) Math.max(1, Math.min(1000, sides));
  }

  private LabelSurvey ownSurvey(ScoredSet set) {
    List<FileRange> ranges = set.files().stream().map(FileRange::all).toList();
    return surveys.survey(ranges, null, set.targets(), set.bytes());
  }

  private FeatureColumns columns(ScoredSet set, DatasetLabels labels, List<LabelColumn> own)
      throws IOException {
    String id = labels != null || hasIds(set) ? study.columns().id() : null;
    String fold = labels == null ? study.folds().column() : null;
    if (set.isSharedLabels()) {
      return new FeatureColumns(id, set.source(), null, fold, own);
    }
    boolean features = set.reads(EstimatorKind.Input.FEATURES);
    boolean predictions = set.reads(EstimatorKind.Input.PREDICTIONS);
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
        "%s%s: no column '%s', so rows are dealt to folds by the name of their file and their place in it; intervals and held-out errors change if the rows are stored in another order"
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

  /** Of a small set only the first footer is read; its files become one chunk. */
  private List<FileShape> shapes(ScoredSet set, FeatureColumns columns) throws IOException {
    List<FileShape> shapes = new ArrayList<>();
    for (DataFile file : set.files()) {
      shapes.add(Footers.shape(conf, file, columns));
      if (isSmall(set)) {
        break;
      }
    }
    return shapes;
  }

  private boolean isSmall(ScoredSet set) {
    return chunkBytes.isEmpty() && set.bytes() <= ChunkPlanner.SMALLEST_CHUNK;
  }

  private static int outputs(LabelSurvey survey, ScoredSet set) {
    Set<String> targets = Set.copyOf(set.targets());
    return survey.columns().stream()
        .filter(column -> targets.contains(column.name()))
        .mapToInt(LabelColumn::width)
        .sum();
  }

  private List<List<FileRange>> chunks(
      ScoredSet set, List<FileShape> shapes, int width, int outputs) {
    if (isSmall(set)) {
      return List.of(set.files().stream().map(FileRange::all).toList());
    }
    ChunkPlanner planner =
        chunkBytes.isPresent()
            ? ChunkPlanner.ofSize(chunkBytes.getAsLong())
            : ChunkPlanner.forWidth(width, outputs, folds());
    return planner.cut(shapes);
  }
}
