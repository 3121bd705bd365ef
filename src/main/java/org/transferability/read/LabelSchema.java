package org.transferability.read;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.schema.Type;
import org.transferability.study.InputException;

/**
 * The columns of a dataset's label files that can be targets: numbers and lists of numbers, other
 * than the id, sorted by name. All files must have them.
 *
 * @param leftOut the other columns of the first file, the id aside, sorted by name
 */
public record LabelSchema(List<String> names, List<LeftOut> leftOut) implements Serializable {
  /**
   * Under these names pandas and those who write its CSV files again store the index of a frame,
   * which is the number of the row unless it was given a name.
   */
  private static final Pattern INDEX =
      Pattern.compile("__index_level_\\d+__|Unnamed: \\d+(\\.\\d+)?|");

  /**
   * A column that is no target.
   *
   * @param reason what it is instead
   */
  public record LeftOut(String name, String reason) implements Serializable {
    /** The column and what it is, for a message. */
    @Override
    public String toString() {
      return "'" + name + "' (" + reason + ")";
    }
  }

  public LabelSchema {
    names = List.copyOf(names);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Reads the schemas of all files.
   *
   * @param idColumn the id, or null: none
   * @param named whether a column was asked for by its very name: an index is a target only then
   * @throws InputException if a file cannot be read, lacks the id, or has other targets than the
   *     first file
   * @throws IOException if the file system fails
   */
  public static LabelSchema of(
      Configuration conf, TargetFiles files, String idColumn, Predicate<String> named)
      throws IOException {
    LabelSchema first = null;
    for (DataFile file : files.files()) {
      LabelSchema found = of(conf, file, idColumn, named);
      if (first == null) {
        first = found;
      } else if (!first.names.equals(found.names)) {
        throw new InputException(
            "Cannot read targets of "
                + files.dataset()
                + ": expected the columns "
                + String.join(", ", first.names)
                + " as in "
                + files.files().get(0).path()
                + ", found "
                + String.join(", ", found.names)
                + " ("
                + file.path()
                + ")");
      }
    }
    return first == null ? new LabelSchema(List.of(), List.of()) : first;
  }

  /** The same where no column was asked for by its name. */
  public static LabelSchema of(Configuration conf, TargetFiles files, String idColumn)
      throws IOException {
    return of(conf, files, idColumn, name -> false);
  }

  private static LabelSchema of(
      Configuration conf, DataFile file, String idColumn, Predicate<String> named)
      throws IOException {
    Set<String> names = new TreeSet<>();
    TreeMap<String, String> leftOut = new TreeMap<>();
    try (ParquetSource source = new ParquetSource(conf, file)) {
      if (idColumn != null) {
        source.kind(idColumn);
      }
      for (Type field : source.schema().getFields()) {
        String name = field.getName();
        ColumnKind kind = source.kind(name);
        if (name.equals(idColumn)) {
          continue;
        }
        if (!(kind instanceof ColumnKind.Scalar || kind instanceof ColumnKind.NumberList)) {
          leftOut.put(
              name, kind instanceof ColumnKind.Packed ? "bytes" : ColumnTypes.words(kind, field));
        } else if (INDEX.matcher(name).matches() && !named.test(name)) {
          leftOut.put(name, "the index of a pandas frame, used only where it is named");
        } else {
          names.add(name);
        }
      }
    }
    List<LeftOut> others = new ArrayList<>();
    leftOut.forEach((name, reason) -> others.add(new LeftOut(name, reason)));
    return new LabelSchema(new ArrayList<>(names), others);
  }
}
