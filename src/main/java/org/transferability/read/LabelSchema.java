package org.transferability.read;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.schema.Type;
import org.transferability.study.InputException;

/**
 * The columns of a dataset's label files that can be targets: numbers and lists of numbers, other
 * than the id, sorted by name. All files must have them, in any order; whole numbers in one file
 * and fractions in another are alike.
 */
public record LabelSchema(List<String> names) implements Serializable {
  public LabelSchema {
    names = List.copyOf(names);
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
   * @throws InputException if a file cannot be read, lacks the id, or has other targets than the
   *     first file
   * @throws IOException if the file system fails
   */
  public static LabelSchema of(Configuration conf, TargetFiles files, String idColumn)
      throws IOException {
    return of(conf, files, idColumn, Id.REQUIRED);
  }

  /**
   * The same of tables with features of their own, which need no id.
   *
   * @throws InputException if a file has an id and another one has none
   */
  public static LabelSchema ofOwnTables(Configuration conf, TargetFiles files, String idColumn)
      throws IOException {
    return of(conf, files, idColumn, Id.IN_ALL_OR_NONE);
  }

  private static LabelSchema of(Configuration conf, TargetFiles files, String idColumn, Id id)
      throws IOException {
    Map<String, String> first = null;
    for (DataFile file : files.files()) {
      Map<String, String> kinds = kinds(conf, file, idColumn, id);
      if (first == null) {
        first = kinds;
      } else if (!first.equals(kinds)) {
        throw different(conf, files, file, first, kinds);
      }
    }
    List<String> names = first == null ? new ArrayList<>() : new ArrayList<>(first.keySet());
    names.remove(idColumn);
    return new LabelSchema(names);
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

  /** The id and the columns that can be targets, and what must be alike of them in all files. */
  private static Map<String, String> kinds(
      Configuration conf, DataFile file, String idColumn, Id id) throws IOException {
    Map<String, String> kinds = new TreeMap<>();
    try (ParquetSource source = new ParquetSource(conf, file)) {
      boolean hasId = id == Id.REQUIRED || source.schema().containsField(idColumn);
      if (idColumn != null && hasId) {
        kinds.put(idColumn, source.kind(idColumn) instanceof ColumnKind.Text ? "text" : "other");
      }
      for (Type field : source.schema().getFields()) {
        String name = field.getName();
        ColumnKind kind = source.kind(name);
        if (!name.equals(idColumn) && kind instanceof ColumnKind.Scalar) {
          kinds.put(name, "number");
        } else if (!name.equals(idColumn) && kind instanceof ColumnKind.NumberList) {
          kinds.put(name, "list");
        }
      }
    }
    return kinds;
  }
}
