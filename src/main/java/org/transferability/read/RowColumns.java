package org.transferability.read;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.transferability.read.id.IdColumn;
import org.transferability.read.page.ColumnKind;
import org.transferability.read.page.ParquetSource;
import org.transferability.study.InputException;

/** The requested columns of a file, checked, with the way to read each of them. */
public final class RowColumns {
  /** One column of vectors and its name. */
  public record Named(String name, VectorColumn values) {}

  private final List<ColumnDescriptor> leaves = new ArrayList<>();
  private final ParquetSource source;
  public final IdColumn id;
  final IdColumn fold;
  final Named features;
  final Named prediction;
  public final List<Named> labels = new ArrayList<>();

  /**
   * Finds the columns.
   *
   * @throws InputException if one is missing or has a type that cannot be read
   */
  public RowColumns(ParquetSource source, FeatureColumns columns) {
    this.source = source;
    id = columns.id() == null ? null : id(columns.id());
    fold = columns.fold() == null ? null : id(columns.fold());
    features = columns.features() == null ? null : features(columns.features());
    prediction = columns.prediction() == null ? null : numbers(columns.prediction());
    if (features != null) {
      features.values().expectShape(columns.featureShape());
    }
    if (prediction != null) {
      prediction.values().expectShape(columns.predictionShape());
    }
    for (LabelColumn label : columns.labels()) {
      Named column = numbers(label.name());
      column.values().expectWidth(label.width());
      labels.add(column);
    }
  }

  /** Whether features or predictions are lists of lists. */
  boolean isNested() {
    return (features != null && features.values().isNested())
        || (prediction != null && prediction.values().isNested());
  }

  /** Leaf columns to fetch; a column that is read twice is listed twice. */
  public List<ColumnDescriptor> leaves() {
    return List.copyOf(leaves);
  }

  /** Features, prediction and labels, as far as they were requested. */
  List<Named> vectors() {
    List<Named> vectors = new ArrayList<>();
    if (features != null) {
      vectors.add(features);
    }
    if (prediction != null) {
      vectors.add(prediction);
    }
    vectors.addAll(labels);
    return vectors;
  }

  private IdColumn id(String name) {
    ColumnKind kind = source.kind(name);
    if (!IdColumn.reads(kind)) {
      throw source.wrongType(name, "ids (int32, int64 or a string)");
    }
    leaves.addAll(kind.leaves());
    return new IdColumn(name, kind);
  }

  private Named features(String name) {
    ColumnKind kind = source.kind(name);
    leaves.addAll(kind.leaves());
    VectorColumn values = vectorsOrNull(kind);
    if (values == null) {
      throw source.wrongType(
          name, "features (a list of numbers, an MLlib vector, or packed float32)");
    }
    return new Named(name, values);
  }

  private Named numbers(String name) {
    ColumnKind kind = source.kind(name);
    leaves.addAll(kind.leaves());
    VectorColumn values = kind instanceof ColumnKind.Packed ? null : vectorsOrNull(kind);
    if (values == null) {
      throw source.wrongType(name, "a number or a list of numbers");
    }
    return new Named(name, values);
  }

  private static VectorColumn vectorsOrNull(ColumnKind kind) {
    if (kind instanceof ColumnKind.NumberList list) {
      return new NumberLists(list);
    } else if (kind instanceof ColumnKind.Scalar scalar) {
      return new Numbers(scalar);
    } else if (kind instanceof ColumnKind.MlVector vector) {
      return new MlVectors(vector);
    } else if (kind instanceof ColumnKind.Packed packed) {
      return new PackedFloats(packed);
    }
    return null;
  }
}
