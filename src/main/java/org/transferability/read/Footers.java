package org.transferability.read;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.io.ParquetDecodingException;
import org.transferability.read.id.IdKind;
import org.transferability.read.page.ColumnKind;
import org.transferability.read.page.Damage;
import org.transferability.read.page.DataFile;
import org.transferability.read.page.ParquetSource;
import org.transferability.study.InputException;

/** Reads footers: the shape of a file without its rows. */
public final class Footers {
  private Footers() {}

  /**
   * Shape of a file; checks that the columns exist with types that can be read. If the footer does
   * not determine the width (packed or sparse features, nulls), the first row does. Safe to call
   * from several threads.
   *
   * @throws InputException if the file is not Parquet, is cut off, or lacks a column
   * @throws IOException if the file system fails
   */
  public static FileShape shape(Configuration conf, DataFile file, FeatureColumns columns)
      throws IOException {
    FileShape shape;
    try (ParquetSource source = new ParquetSource(conf, file)) {
      shape = shape(source, columns);
    } catch (RuntimeException e) {
      throw Damage.inPages(file.path(), "footer", e);
    }
    if (shape.width() >= 0 || columns.features() == null || shape.rows() == 0) {
      return shape;
    }
    int width = firstWidth(conf, file, columns);
    return new FileShape(
        file,
        shape.rows(),
        shape.rowGroupRows(),
        shape.rowGroupBytes(),
        shape.rowGroupIndexed(),
        width,
        shape.nested(),
        shape.idKind(),
        shape.labelsLookComplete());
  }

  /**
   * The columns with the shapes that every file of a set must have: those of the first row that has
   * features and predictions.
   *
   * @param shape of the first file, from {@link #shape}
   * @throws InputException if a file cannot be read
   * @throws IOException if the file system fails
   */
  public static FeatureColumns pinned(
      Configuration conf, List<DataFile> files, FeatureColumns columns, FileShape shape)
      throws IOException {
    if (!shape.nested()) {
      return columns.withShapes(ListShape.FLAT, ListShape.FLAT);
    }
    FeatureColumns only = new FeatureColumns(null, columns.features(), columns.prediction());
    for (DataFile file : files) {
      try (RowReader reader =
          new RowReader(conf, FileRange.all(file), only, MissingFeatures.DROP_ROW)) {
        FeatureColumns found = reader.pinned();
        if ((only.features() == null || found.featureShape() != null)
            && (only.prediction() == null || found.predictionShape() != null)) {
          return columns.withShapes(found.featureShape(), found.predictionShape());
        }
      }
    }
    return columns;
  }

  /** Whether a file has a column. */
  public static boolean hasColumn(Configuration conf, DataFile file, String column)
      throws IOException {
    try (ParquetSource source = new ParquetSource(conf, file)) {
      return source.schema().containsField(column);
    }
  }

  /** Whether a file has a column of numbers or of lists of numbers. */
  public static boolean hasNumbers(Configuration conf, DataFile file, String column)
      throws IOException {
    try (ParquetSource source = new ParquetSource(conf, file)) {
      return source.schema().containsField(column)
          && (source.kind(column) instanceof ColumnKind.Scalar
              || source.kind(column) instanceof ColumnKind.NumberList
              || source.kind(column) instanceof ColumnKind.MlVector);
    } catch (RuntimeException e) {
      throw Damage.inPages(file.path(), "footer", e);
    }
  }

  private static FileShape shape(ParquetSource source, FeatureColumns columns) {
    RowColumns found = new RowColumns(source, columns);
    Set<ColumnPath> wanted = new HashSet<>();
    found.leaves().forEach(leaf -> wanted.add(ColumnPath.get(leaf.getPath())));
    List<BlockMetaData> groups = source.rowGroups();
    long[] rows = new long[groups.size()];
    long[] bytes = new long[groups.size()];
    boolean[] indexed = new boolean[groups.size()];
    long total = 0;
    for (int g = 0; g < rows.length; g++) {
      rows[g] = groups.get(g).getRowCount();
      indexed[g] = ParquetSource.isIndexed(groups.get(g), found.leaves());
      total = Math.addExact(total, rows[g]);
      for (ColumnChunkMetaData chunk : groups.get(g).getColumns()) {
        bytes[g] += wanted.contains(chunk.getPath()) ? chunk.getTotalSize() : 0;
      }
      if (rows[g] < 0 || bytes[g] < 0) {
        throw new ParquetDecodingException(
            "row group of " + rows[g] + " rows and " + bytes[g] + " bytes");
      }
    }
    int width = columns.features() == null ? -1 : width(source, columns.features());
    IdKind idKind = found.id == null ? IdKind.NONE : found.id.kind();
    return new FileShape(
        source.file(),
        total,
        rows,
        bytes,
        indexed,
        width,
        found.isNested(),
        idKind,
        columns.labels().stream().allMatch(label -> looksComplete(source, label.name())));
  }

  private static boolean looksComplete(ParquetSource source, String label) {
    return source.kind(label) instanceof ColumnKind.Scalar scalar
        && (scalar.leaf().getMaxDefinitionLevel() == 0
            || source.rowGroups().stream().allMatch(group -> hasNoNull(group, scalar)));
  }

  private static boolean hasNoNull(BlockMetaData group, ColumnKind.Scalar column) {
    ColumnChunkMetaData chunk = ParquetSource.chunk(group, column.leaf());
    return chunk != null
        && chunk.getStatistics().isNumNullsSet()
        && chunk.getStatistics().getNumNulls() == 0;
  }

  /** Entries per row of a list column, which are the values if there are no nulls. */
  private static int width(ParquetSource source, String features) {
    ColumnKind kind = source.kind(features);
    if (kind instanceof ColumnKind.Scalar) {
      return 1;
    }
    if (!(kind instanceof ColumnKind.NumberList list)) {
      return -1;
    }
    long rows = 0;
    long entries = 0;
    for (BlockMetaData group : source.rowGroups()) {
      ColumnChunkMetaData chunk = ParquetSource.chunk(group, list.leaf());
      if (chunk == null || chunk.getStatistics().getNumNulls() > 0) {
        return -1;
      }
      rows += group.getRowCount();
      entries += chunk.getValueCount();
    }
    return rows > 0 && entries % rows == 0 && entries / rows <= RowValues.MAX_LENGTH
        ? (int) (entries / rows)
        : -1;
  }

  private static int firstWidth(Configuration conf, DataFile file, FeatureColumns columns)
      throws IOException {
    FeatureColumns only = new FeatureColumns(null, columns.features(), null);
    try (RowReader reader =
        new RowReader(conf, FileRange.all(file), only, MissingFeatures.DROP_ROW)) {
      return reader.width() == 0 ? -1 : reader.width();
    }
  }
}
