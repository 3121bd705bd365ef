package org.transferability.importing.hdf5;

import io.jhdf.ObjectHeader;
import io.jhdf.Superblock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.transferability.importing.source.ArrayBytes;
import org.transferability.importing.source.ArrayLabels;
import org.transferability.importing.source.IdRows;
import org.transferability.importing.source.NpyHeader;
import org.transferability.importing.source.NpyIds;
import org.transferability.importing.source.NpyRows;
import org.transferability.importing.source.NumberRows;
import org.transferability.importing.source.Selection;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;

/**
 * An HDF5 file: datasets in groups, called by their paths, such as {@code train/features}. Their
 * elements are read as those of numpy arrays.
 */
public final class Hdf5File {
  /** Datasets that a message lists. */
  private static final int MOST_NAMES = 12;

  private final ArrayBytes bytes;
  private final Superblock superblock;
  private final Tree tree;

  private Hdf5File(ArrayBytes bytes, Superblock superblock, Tree tree) {
    this.bytes = bytes;
    this.superblock = superblock;
    this.tree = tree;
  }

  /** Finds all datasets. */
  public static Hdf5File open(ArrayBytes bytes) throws IOException {
    return open(bytes, null);
  }

  /** Finds one dataset, as a file may have thousands; null: all. */
  public static Hdf5File open(ArrayBytes bytes, String name) throws IOException {
    try (FileBytes file = FileBytes.open(bytes)) {
      return new Hdf5File(bytes, file.getSuperblock(), Tree.read(file, bytes.name(), name));
    }
  }

  /** The paths of the datasets, sorted; also of those that cannot be read. */
  public List<String> names() {
    TreeSet<String> names = new TreeSet<>(tree.datasets().keySet());
    names.addAll(tree.unsupported());
    return List.copyOf(names);
  }

  /** Opens the numbers of a dataset; null: the only one. */
  public NumberRows rows(String name) throws IOException {
    Dataset dataset = dataset(only(name));
    if (dataset.elements() instanceof ElementType.Numbers numbers) {
      return new NpyRows(dataset, header(dataset, numbers));
    }
    throw new InputException(
        "Cannot read %s: expected numbers, found %s"
            .formatted(dataset.name(), dataset.elements().describe()));
  }

  /** Opens the datasets as the columns of a table. */
  public NumberRows labels(Selection selection) throws IOException {
    List<String> names = new ArrayList<>(names());
    if (selection.text() != null && tree.isLink(selection.text())) {
      names.add(selection.text());
    }
    return new ArrayLabels(bytes.name(), names, this::array, selection);
  }

  /** Opens the ids in a dataset; null: the only one. */
  public IdRows ids(String name) throws IOException {
    Dataset dataset = dataset(only(name));
    ElementType type = dataset.elements();
    if (type instanceof ElementType.Numbers numbers) {
      return new NpyIds(dataset, header(dataset, numbers));
    }
    int[] shape = dataset.shape();
    boolean oneARow = shape.length > 0 && Arrays.stream(shape).skip(1).allMatch(axis -> axis == 1);
    if (type instanceof ElementType.Other || !oneARow) {
      throw new InputException(
          "Cannot read ids from %s: expected one whole number or text a row, found %s of shape %s"
              .formatted(dataset.name(), type.describe(), Arrays.toString(shape)));
    }
    return new TextIds(dataset, type, shape[0]);
  }

  private String only(String name) {
    if (name != null) {
      return name;
    }
    List<String> names = names();
    if (names.size() == 1) {
      return names.get(0);
    }
    throw new InputException(
        "Cannot read %s: expected the name of a dataset after #, or #{source} if each dataset is a source, found none and %d datasets (%s%s)"
            .formatted(
                bytes.name(),
                names.size(),
                String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size()))),
                names.size() > MOST_NAMES ? ", ..." : ""));
  }

  private Dataset dataset(String name) throws IOException {
    String called = bytes.name() + "#" + name;
    String unsupported = tree.unsupportedOrNull(name);
    if (unsupported != null) {
      throw new InputException(
          "Cannot read %s: expected a dataset of numbers or text, found %s (docs/import.md shows how to convert it)"
              .formatted(called, unsupported));
    }
    ObjectHeader header = tree.datasets().get(tree.target(name));
    if (header == null && !tree.isWhole()) {
      return open(bytes).dataset(name); // a link, or a name that is near others
    }
    if (header == null) {
      throw new InputException(
          "Cannot read %s: no dataset '%s' in it; %s"
              .formatted(bytes.name(), name, NearestName.expected(name, names())));
    }
    return new Dataset(bytes, superblock, called, header);
  }

  private ArrayLabels.Array array(String name) throws IOException {
    String unsupported = tree.unsupportedOrNull(name);
    if (unsupported != null) {
      return new ArrayLabels.Array(null, null, unsupported);
    }
    Dataset dataset = dataset(name);
    return dataset.elements() instanceof ElementType.Numbers numbers
        ? new ArrayLabels.Array(dataset, header(dataset, numbers), null)
        : new ArrayLabels.Array(dataset, null, dataset.elements().describe());
  }

  private static NpyHeader header(Dataset dataset, ElementType.Numbers type) throws IOException {
    int[] shape = dataset.shape();
    long bytes = type.type().size();
    for (int axis = 0; axis < shape.length; axis++) {
      bytes = bytes > Long.MAX_VALUE / Math.max(1, shape[axis]) ? -1 : bytes * shape[axis];
      if (axis > 1 && shape[axis] != 1) {
        throw new InputException(
            "Cannot read %s: expected rows of numbers, n x d, found shape %s; reshape or average the axes behind the second one"
                .formatted(dataset.name(), Arrays.toString(shape)));
      }
    }
    long[] axes = Arrays.stream(shape).asLongStream().toArray();
    return NpyHeader.of(type.type(), axes, bytes, dataset.name());
  }
}
