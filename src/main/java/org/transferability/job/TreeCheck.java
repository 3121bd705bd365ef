package org.transferability.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.roaringbitmap.RoaringBitmap;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.FileShape;
import org.transferability.read.Footers;
import org.transferability.read.IdCheck;
import org.transferability.read.ListShape;
import org.transferability.read.MissingFeatures;
import org.transferability.read.RowBlock;
import org.transferability.read.RowReader;
import org.transferability.read.id.IdKind;
import org.transferability.read.label.ColumnTypes;
import org.transferability.read.label.LabelTable;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.FeatureFiles;
import org.transferability.report.TreeReport;
import org.transferability.report.TreeReport.Finding;
import org.transferability.report.TreeReport.Severity;
import org.transferability.study.Columns;
import org.transferability.study.InputException;

/**
 * Checks one feature set: its footers and, unless only footers are read, every row and its id.
 * Every problem is a finding. The first error of a file ends the check of the set, because later
 * errors may follow from it.
 */
final class TreeCheck {
  private static final int BLOCK_ROWS = 256;
  private static final long LARGE_ROW_GROUP = 512L << 20;
  private static final long SMALL_FILE = 1L << 20;
  private static final int MANY_FILES = 100;

  private final Configuration conf;
  private final Columns columns;
  private final ValidateOptionsCommand.Depth depth;
  private final FeatureFiles set;
  private final Optional<LabelTable> labels;
  final String where;
  private final List<Finding> findings = new ArrayList<>();
  private final RoaringBitmap matched = new RoaringBitmap();
  private String encoding = "-";
  private IdKind ids = IdKind.NONE;
  private long rows;
  private int width = -1;
  private int predictionWidth = -1;
  private String widthFrom;
  private ListShape featureShape;
  private ListShape predictionShape;
  private long notFinite = -1;
  private long strangers;
  private String stranger;
  private long twice;
  private String twiceId;

  /**
   * The contents of the set, and its problems.
   *
   * @param matched numbers of the labelled rows that have features; empty if rows were not joined
   */
  record Result(
      TreeReport.SetFound found, List<Finding> findings, Optional<RoaringBitmap> matched) {}

  TreeCheck(
      Configuration conf,
      Columns columns,
      ValidateOptionsCommand.Depth depth,
      FeatureFiles set,
      Optional<LabelTable> labels) {
    this.conf = conf;
    this.columns = columns;
    this.depth = depth;
    this.set = set;
    this.labels = labels;
    this.where = "source '" + set.source() + "', dataset '" + set.dataset() + "'";
  }

  Result run() throws IOException {
    boolean readable = true;
    try {
      for (DataFile file : set.files()) {
        readFile(file);
      }
      if (labels.isEmpty() && depth == ValidateOptionsCommand.Depth.ROWS) {
        judgeOwnIds();
      }
    } catch (InputException e) {
      readable = false;
      error(
          e.getMessage(),
          "write the file again, or exclude the set (--sources and --datasets of jobs/score)");
    }
    boolean joined = depth == ValidateOptionsCommand.Depth.ROWS && labels.isPresent() && readable;
    if (readable) {
      judge(joined);
    }
    return new Result(
        new TreeReport.SetFound(
            set.source(),
            set.dataset(),
            set.files().size(),
            set.files().stream().mapToLong(DataFile::length).sum(),
            rows,
            width,
            encoding,
            ids.isNumber() ? "numbers" : ids == IdKind.NONE ? "none" : "text",
            predictionWidth,
            notFinite,
            joined ? strangers : null,
            joined ? labels.get().rows() - matched.getLongCardinality() : null),
        findings,
        joined && !matched.isEmpty() ? Optional.of(matched) : Optional.empty());
  }

  private void readFile(DataFile file) throws IOException {
    Map<String, String> types = ColumnTypes.of(conf, file);
    encoding = types.getOrDefault(columns.features(), "none");
    boolean predicted = types.containsKey(columns.prediction());
    FeatureColumns wanted =
        new FeatureColumns(
                labels.isPresent() || types.containsKey(columns.id()) ? columns.id() : null,
                columns.features(),
                predicted ? columns.prediction() : null)
            .withShapes(featureShape, predicted ? predictionShape : null);
    FileShape shape = Footers.shape(conf, file, wanted);
    rows += shape.rows();
    ids = shape.idKind();
    for (long bytes : shape.rowGroupBytes()) {
      if (bytes > LARGE_ROW_GROUP) {
        warning(
            "a row group of %,d MB (%s)".formatted(bytes >> 20, file.path()),
            "write row groups of 32 to 128 MB, because a task reads at least one");
        break;
      }
    }
    try (RowReader reader =
        new RowReader(conf, FileRange.all(file), wanted, MissingFeatures.DROP_ROW)) {
      if (widthFrom == null && reader.width() > 0) {
        width = reader.width();
        predictionWidth = predicted ? reader.predictionWidth() : -1;
        widthFrom = file.path();
        featureShape = reader.pinned().featureShape();
        predictionShape = reader.pinned().predictionShape();
      } else if (widthFrom != null) {
        reader.requireWidth(width, widthFrom);
        if (predicted && predictionWidth > 0) {
          reader.requirePredictionWidth(predictionWidth, widthFrom);
        }
      }
      if (depth == ValidateOptionsCommand.Depth.ROWS) {
        readRows(reader);
      }
    }
  }

  private void readRows(RowReader reader) throws IOException {
    RowBlock block = new RowBlock(BLOCK_ROWS);
    int hint = 0;
    while (reader.read(block)) {
      for (int row = 0; row < block.rows() && labels.isPresent(); row++) {
        int found = labels.get().rowOf(block, row, hint);
        hint = found + 1;
        if (found < 0) {
          strangers++;
          stranger = stranger == null ? block.idText(row) : stranger;
        } else if (!matched.checkedAdd(found)) {
          twice++;
          twiceId = twiceId == null ? block.idText(row) : twiceId;
        }
      }
      block.clear();
    }
    notFinite = Math.max(0, notFinite) + reader.rowsDropped();
  }

  private void judge(boolean joined) {
    if (rows == 0) {
      error("no row", "write its features, or remove the folder");
      return;
    }
    if (notFinite > 0) {
      error(
          "%,d rows whose features are null, NaN or infinite".formatted(notFinite),
          "find out why the model returns them; --invalid-rows drop excludes them");
    }
    if (joined) {
      judgeIds();
    }
    long usable = rows - Math.max(0, notFinite) - strangers;
    if (usable > 0 && width > 0 && usable <= width + 1L) {
      warning(
          "%,d rows for %,d features: without a penalty the fit is exact and the score is 0"
              .formatted(usable, width),
          "use more rows, a positive --lambda, or gcv, logme or origin-gcv");
    }
    boolean small = set.files().stream().allMatch(file -> file.length() < SMALL_FILE);
    if (small && set.files().size() > MANY_FILES) {
      warning(
          "%,d files below 1 MB".formatted(set.files().size()),
          "write fewer, larger files: opening one costs about 1 ms");
    }
  }

  private void judgeIds() {
    LabelTable table = labels.orElseThrow();
    if (matched.isEmpty()) {
      error(
          "no id has labels (ids with features such as %s, with labels such as %s)"
              .formatted(stranger, table.idText(0)),
          "write the same ids in both tables");
    } else if (strangers > 0) {
      warning(
          "%,d rows whose id has no labels, the first %s".formatted(strangers, stranger),
          "nothing if only a part of the rows has labels; rows without labels are ignored");
    }
    if (twice > 0) {
      error(
          "%,d rows with a duplicated id, the first %s".formatted(twice, twiceId),
          "write each input once, or give the rows ids of their own");
    }
  }

  /** Ids of rows with labels of their own, which are not joined. */
  private void judgeOwnIds() throws IOException {
    int with = 0;
    for (DataFile file : set.files()) {
      with += Footers.hasColumn(conf, file, columns.id()) ? 1 : 0;
    }
    if (with > 0 && with < set.files().size()) {
      error(
          "%d of %d files have a column %s".formatted(with, set.files().size(), columns.id()),
          "write it to all files, or to none");
    } else if (with > 0) {
      new IdCheck(conf, set.files(), columns.id())
          .twice()
          .ifPresent(
              twice ->
                  error(
                      "expected every id once, found " + twice,
                      "write each input once, or give the rows ids of their own"));
    }
  }

  private void error(String what, String fix) {
    findings.add(new Finding(Severity.ERROR, where, what, fix));
  }

  private void warning(String what, String fix) {
    findings.add(new Finding(Severity.WARNING, where, what, fix));
  }
}
