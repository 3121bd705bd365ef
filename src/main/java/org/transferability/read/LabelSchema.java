package org.transferability.read;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.schema.Type;
import org.transferability.study.InputException;

/**
 * The columns of a dataset's label files that can be targets: numbers and lists of numbers, other
 * than the id, sorted by name. All files must have them.
 */
public record LabelSchema(List<String> names) implements Serializable {
  public LabelSchema {
    names = List.copyOf(names);
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
    Set<String> first = null;
    for (DataFile file : files.files()) {
      Set<String> names = names(conf, file, idColumn);
      if (first == null) {
        first = names;
      } else if (!first.equals(names)) {
        throw new InputException(
            "Cannot read targets of "
                + files.dataset()
                + ": expected the columns "
                + String.join(", ", first)
                + " as in "
                + files.files().get(0).path()
                + ", found "
                + String.join(", ", names)
                + " ("
                + file.path()
                + ")");
      }
    }
    return new LabelSchema(first == null ? List.of() : new ArrayList<>(first));
  }

  private static Set<String> names(Configuration conf, DataFile file, String idColumn)
      throws IOException {
    Set<String> names = new TreeSet<>();
    try (ParquetSource source = new ParquetSource(conf, file)) {
      if (idColumn != null) {
        source.kind(idColumn);
      }
      for (Type field : source.schema().getFields()) {
        ColumnKind kind = source.kind(field.getName());
        if (!field.getName().equals(idColumn)
            && (kind instanceof ColumnKind.Scalar || kind instanceof ColumnKind.NumberList)) {
          names.add(field.getName());
        }
      }
    }
    return names;
  }
}
