package org.transferability.importing;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.transferability.importing.source.Reading;
import org.transferability.importing.source.SourceFile;

/**
 * The input of one table of the output.
 *
 * @param kind {@link #FEATURES} or {@link #TARGETS}
 * @param source null for targets
 * @param main the files with features or labels, in natural order of their paths
 * @param predictions for features: one file for each of {@code main}, or none
 * @param ids one file for each of {@code main}, or none
 * @param patterns of the import: how the files are read, their column of ids, and their targets
 */
public record ImportTable(
    String kind,
    String source,
    String dataset,
    List<SourceFile> main,
    List<SourceFile> predictions,
    List<SourceFile> ids,
    ImportPatterns patterns) {

  public static final String FEATURES = "features";
  public static final String TARGETS = "targets";

  public ImportTable {
    main = List.copyOf(main);
    predictions = List.copyOf(predictions);
    ids = List.copyOf(ids);
  }

  /** Bytes of all files. */
  public long bytes() {
    return main.stream().mapToLong(SourceFile::length).sum()
        + predictions.stream().mapToLong(SourceFile::length).sum();
  }

  Reading reading() {
    Set<String> named = new HashSet<>();
    if (kind.equals(TARGETS)) {
      patterns.targetRules().forEach(rule -> named.addAll(rule.columns()));
    }
    return new Reading(patterns.idColumn().orElse(null), named, patterns.csv());
  }

  Optional<SourceFile> predictions(int index) {
    return predictions.isEmpty() ? Optional.empty() : Optional.of(predictions.get(index));
  }

  /** The origin of the ids of a file. */
  SourceFile idFile(int index) {
    return ids.isEmpty() ? main.get(index) : ids.get(index);
  }

  String describeIds() {
    return patterns
        .idColumn()
        .map(name -> "column " + name)
        .orElse(ids.isEmpty() ? "row number" : "file");
  }

  /** Its folder below the output. */
  String folder() {
    String dataset = "dataset=" + escaped(this.dataset);
    return source == null
        ? "targets/" + dataset
        : "features/source=" + escaped(source) + "/" + dataset;
  }

  /** The folder name in Hive's form: % and two hexadecimal digits for invalid characters. */
  static String escaped(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c == 0x7f || "\"#%'*/:=?\\{[]^".indexOf(c) >= 0) {
        text.append("%%%02X".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
