package org.transferability.read.label;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.schema.Type;
import org.transferability.read.page.ColumnKind;
import org.transferability.read.page.DataFile;
import org.transferability.read.page.ParquetSource;
import org.transferability.read.tree.TargetFiles;
import org.transferability.study.InputException;

/**
 * The columns of a dataset's label files that can be targets: numbers and lists of numbers, except
 * the id, sorted by name. All files must have them, in any order; whole numbers in one file and
 * fractions in another are compatible.
 *
 * @param leftOut the other columns of the first file, without the id, sorted by name
 */
public record LabelSchema(List<String> names, List<LeftOut> leftOut) implements Serializable {
  /**
   * The names under which pandas, and programs that convert its CSV files, store the index of a
   * frame, which is the row number unless it was given a name.
   */
  private static final Pattern INDEX =
      Pattern.compile("__index_level_\\d+__|Unnamed: \\d+(\\.\\d+)?|");

  /**
   * A column that cannot be a target.
   *
   * @param reason its kind
   */
  public record LeftOut(String name, String reason) implements Serializable {
    /** The column and its kind, for a message. */
    @Override
    public String toString() {
      return "'" + name + "' (" + reason + ")";
    }
  }

  public LabelSchema {
    names = List.copyOf(names);
    leftOut = List.copyOf(leftOut);
  }

  /** Whether a file must have the id. */
  private enum Id {
    REQUIRED,
    IN_ALL_OR_NONE
  }

  /**
   * Reads the schemas of all files.
   *
   * @param idColumn the id, or null: none
   * @param named whether a column was selected by its exact name: an index is a target only then
   * @throws InputException if a file cannot be read, lacks the id, or has other targets than the
   *     first file
   * @throws IOException if the file system fails
   */
  public static LabelSchema of(
      Configuration conf, TargetFiles files, String idColumn, Predicate<String> named)
      throws IOException {
    return of(conf, files, idColumn, Id.REQUIRED, named);
  }

  /** The same if no column was selected by its name. */
  public static LabelSchema of(Configuration conf, TargetFiles files, String idColumn)
      throws IOException {
    return of(conf, files, idColumn, name -> false);
  }

  /**
   * The same for tables that contain features, which need no id.
   *
   * @throws InputException if one file has an id and another one has none
   */
  public static LabelSchema ofOwnTables(
      Configuration conf, TargetFiles files, String idColumn, Predicate<String> named)
      throws IOException {
    return of(conf, files, idColumn, Id.IN_ALL_OR_NONE, named);
  }

  private static LabelSchema of(
      Configuration conf, TargetFiles files, String idColumn, Id id, Predicate<String> named)
      throws IOException {
    Map<String, String> first = null;
    List<LeftOut> leftOut = new ArrayList<>();
    for (DataFile file : files.files()) {
      Map<String, String> others = new TreeMap<>();
      Map<String, String> kinds = kinds(conf, file, idColumn, id, named, others);
      if (first == null) {
        first = kinds;
        others.forEach((name, reason) -> leftOut.add(new LeftOut(name, reason)));
      } else if (!first.equals(kinds)) {
        throw different(conf, files, file, first, kinds);
      }
    }
    List<String> names = first == null ? new ArrayList<>() : new ArrayList<>(first.keySet());
    names.remove(idColumn);
    return new LabelSchema(names, leftOut);
  }

  private static InputException different(
      Configuration conf,
      TargetFiles files,
      DataFile file,
      Map<String, String> first,
      Map<String, String> kinds)
      throws IOException {
    Set<String> names = new TreeSet<>(first.keySet());
    names.addAll(kinds.keySet());
    String column =
        names.stream().filter(n -> !Objects.equals(first.get(n), kinds.get(n))).findFirst().get();
    DataFile other = files.files().get(0);
    return new InputException(
        "Cannot read targets of %s: expected column %s of one type in all files, found %s in %s and %s in %s"
            .formatted(
                files.dataset(),
                column,
                ColumnTypes.of(conf, other).getOrDefault(column, "no such column"),
                other.path(),
                ColumnTypes.of(conf, file).getOrDefault(column, "no such column"),
                file.path()));
  }

  /**
   * The id and the columns that can be targets, with the properties that must be equal in all
   * files.
   *
   * @param others receives the other columns and their kinds
   */
  private static Map<String, String> kinds(
      Configuration conf,
      DataFile file,
      String idColumn,
      Id id,
      Predicate<String> named,
      Map<String, String> others)
      throws IOException {
    Map<String, String> kinds = new TreeMap<>();
    try (ParquetSource source = new ParquetSource(conf, file)) {
      boolean hasId = id == Id.REQUIRED || source.schema().containsField(idColumn);
      if (idColumn != null && hasId) {
        kinds.put(idColumn, source.kind(idColumn) instanceof ColumnKind.Text ? "text" : "other");
      }
      for (Type field : source.schema().getFields()) {
        String name = field.getName();
        ColumnKind kind = source.kind(name);
        if (name.equals(idColumn)) {
          continue;
        }
        if (!(kind instanceof ColumnKind.Scalar || kind instanceof ColumnKind.NumberList)) {
          others.put(
              name, kind instanceof ColumnKind.Packed ? "bytes" : ColumnTypes.words(kind, field));
        } else if (INDEX.matcher(name).matches() && !named.test(name)) {
          others.put(name, "the index of a pandas frame, used only if it is named");
        } else {
          kinds.put(name, kind instanceof ColumnKind.Scalar ? "number" : "list");
        }
      }
    }
    return kinds;
  }
}
