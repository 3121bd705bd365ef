package org.transferability.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.Revisit;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.reduced.RowStore;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.FileShape;
import org.transferability.read.Footers;
import org.transferability.read.MissingFeatures;
import org.transferability.read.RowBlock;
import org.transferability.read.RowReader;
import org.transferability.read.label.LabelTable;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.FeatureFiles;
import org.transferability.read.tree.FeatureTree;
import org.transferability.read.tree.TargetFiles;
import org.transferability.study.InputException;

/** Rows of Parquet files joined with their labels by id, which can be read any number of times. */
final class FileRows {
  private static final int BLOCK_ROWS = MomentsAccumulator.BLOCK_ROWS;

  /** Features of all rows in memory, 2 GiB as float32. */
  private static final long MOST_NUMBERS = 1L << 29;

  private static final FeatureColumns COLUMNS = new FeatureColumns("id", "features", null);

  private final Configuration conf;
  private final String features;
  private final String targets;
  private final List<DataFile> files;
  private final LabelTable labels;

  private FileRows(
      Configuration conf,
      String features,
      String targets,
      List<DataFile> files,
      LabelTable labels) {
    this.conf = conf;
    this.features = features;
    this.targets = targets;
    this.files = files;
    this.labels = labels;
  }

  /** Finds the files and reads the labels. */
  static FileRows of(String features, String targets, String target) throws IOException {
    Configuration conf = new Configuration();
    FeatureFiles files = FeatureTree.of(conf, features, features, List.of(features));
    FeatureFiles labelFiles = FeatureTree.of(conf, targets, targets, List.of(targets));
    LabelTable labels =
        LabelTable.read(conf, new TargetFiles(targets, labelFiles.files()), "id", List.of(target));
    return new FileRows(conf, features, targets, files.files(), labels);
  }

  /** The rows of a feature set with labels that were read. */
  static FileRows of(Configuration conf, FeatureFiles set, String targets, LabelTable labels) {
    String name = "source '%s', dataset '%s'".formatted(set.source(), set.dataset());
    return new FileRows(conf, name, targets, set.files(), labels);
  }

  /**
   * The moments of all rows.
   *
   * @throws InputException if no id is in both tables, or an id is duplicated
   */
  Moments moments() throws IOException {
    LabelLayout layout = LabelLayout.complete(labels.outputs());
    Moments moments = null;
    BitSet matched = new BitSet(labels.rows());
    FeatureColumns columns = COLUMNS;
    for (DataFile file : files) {
      try (RowReader rows = open(file, columns)) {
        columns = rows.pinned(); // the shape of the first file applies to all files
        if (rows.width() > 0) {
          MomentsAccumulator next =
              new MomentsAccumulator(
                  rows.width(),
                  layout,
                  BLOCK_ROWS,
                  Precision.DOUBLE,
                  MomentsAccumulator.SQUARE_BYTES);
          forEachBlock(
              rows,
              next::add,
              (block, row, label) -> requireFirst(file, block, row, label, matched));
          moments = moments == null ? next.finish() : Moments.merge(moments, next.finish());
        }
      }
    }
    if (moments == null || moments.rows() == 0) {
      throw new InputException(
          "Cannot read moments: expected ids that features and labels share, found none (%s and %s)"
              .formatted(features, targets));
    }
    return moments;
  }

  /**
   * The rows with labels in coordinates of their span.
   *
   * @return empty if there may be more rows than features, if the rows are too large for that, or
   *     if none has labels
   * @throws InputException as {@link #moments} does, and if features are too large or too small to
   *     be squared
   */
  Optional<ReducedRows> reduced() throws IOException {
    long inFiles = 0;
    int width = 0;
    for (DataFile file : files) {
      FileShape shape = Footers.shape(conf, file, COLUMNS);
      inFiles += shape.rows();
      width = width > 0 ? width : Math.max(0, shape.width()); // that of the first rows
    }
    long most = Math.min(inFiles, labels.rows());
    if (most > Math.min(width, ReducedRows.MOST_ROWS) || most * width > MOST_NUMBERS) {
      return Optional.empty();
    }
    RowStore store = new RowStore(width);
    double[] kept = new double[Math.multiplyExact((int) most, labels.outputs())];
    read(
        (f, y, count) -> {
          System.arraycopy(y, 0, kept, store.rows() * labels.outputs(), count * labels.outputs());
          store.add(f, count);
        },
        width);
    if (store.rows() == 0) {
      return Optional.empty();
    }
    try {
      double[] ofRows = Arrays.copyOf(kept, store.rows() * labels.outputs());
      return Optional.of(ReducedRows.of(store, labels.outputs(), ofRows, ArrayRows.NO_FOLDS));
    } catch (ReducedRows.OutOfRange e) {
      throw new InputException("Cannot score moments: " + e.getMessage(), e);
    }
  }

  int outputs() {
    return labels.outputs();
  }

  /** Reads all rows once, each with so many features. */
  private void read(ArrayRows.Block into, int width) throws IOException {
    BitSet matched = new BitSet(labels.rows());
    FeatureColumns columns = COLUMNS;
    String first = "";
    for (DataFile file : files) {
      try (RowReader rows = open(file, columns)) {
        columns = rows.pinned(); // the shape of the first file applies to all files
        if (rows.width() > 0) {
          first = first.isEmpty() ? file.path() : first;
          rows.requireWidth(width, first);
          forEachBlock(
              rows,
              ArrayRows.keptRows(width),
              into,
              (block, row, label) -> requireFirst(file, block, row, label, matched));
        }
      }
    }
  }

  double[] revisit(Revisit revisit) {
    Revisit.Accumulator accumulator = revisit.accumulator();
    for (DataFile file : files) {
      try (RowReader rows = open(file, COLUMNS)) {
        if (rows.width() > 0) {
          forEachBlock(
              rows,
              (f, y, count) -> accumulator.add(f, y, labels.outputs(), ArrayRows.NO_FOLDS, count),
              (block, row, label) -> {}); // the first pass found every id once
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return accumulator.finish();
  }

  private RowReader open(DataFile file, FeatureColumns columns) throws IOException {
    return new RowReader(conf, FileRange.all(file), columns, MissingFeatures.ERROR);
  }

  /** Receives a row of features and the row of labels with the same id. */
  @FunctionalInterface
  private interface Match {
    void of(RowBlock block, int row, int label);
  }

  private static void requireFirst(
      DataFile file, RowBlock block, int row, int label, BitSet matched) {
    if (matched.get(label)) {
      throw new InputException(
          "Cannot read moments: expected every id once, found id %s twice (the second one in row %d of %s)"
              .formatted(block.idText(row), block.rowInFile()[row], file.path()));
    }
    matched.set(label);
  }

  private void forEachBlock(RowReader rows, ArrayRows.Block into, Match match) throws IOException {
    forEachBlock(rows, BLOCK_ROWS, into, match);
  }

  private void forEachBlock(RowReader rows, int blockRows, ArrayRows.Block into, Match match)
      throws IOException {
    RowBlock block = new RowBlock(blockRows);
    double[] y = new double[Math.multiplyExact(blockRows, labels.outputs())];
    int hint = 0;
    while (rows.read(block)) {
      int kept = 0;
      for (int r = 0; r < block.rows(); r++) {
        int found = labels.rowOf(block, r, hint);
        hint = found + 1;
        if (found >= 0) {
          match.of(block, r, found);
        }
        if (found >= 0 && isComplete(found, y, kept * labels.outputs())) {
          if (kept < r) {
            block.moveRow(r, kept);
          }
          kept++;
        }
      }
      into.add(block.features(), y, kept);
      block.clear();
    }
  }

  private boolean isComplete(int row, double[] into, int offset) {
    labels.copyLabels(row, into, offset);
    for (int k = offset; k < offset + labels.outputs(); k++) {
      if (Double.isNaN(into[k])) {
        return false;
      }
    }
    return true;
  }
}
