package org.transferability.importing;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.transferability.importing.source.Reading;

/**
 * The input of one table of the output, or of one for each dataset.
 *
 * @param kind {@link #FEATURES} or {@link #TARGETS}
 * @param source null for targets
 * @param dataset null if a column contains it
 * @param datasetColumn the column of the dataset of each row, or null; if {@code dataset} is not
 *     null, rows of other datasets are omitted
 * @param main the files with features or labels, in natural order of their paths
 * @param predictions for features: one file for each of {@code main}, or none
 * @param ids one file for each of {@code main}, whose member is the column of ids; or none
 * @param keys columns of the files that are ids or datasets
 * @param patterns of the import: how the files are read, and their targets
 */
public record ImportTable(
    String kind,
    String source,
    String dataset,
    String datasetColumn,
    List<SourceFile> main,
    List<SourceFile> predictions,
    List<SourceFile> ids,
    Set<String> keys,
    ImportPatterns patterns) {

  public static final String FEATURES = "features";
  public static final String TARGETS = "targets";

  public ImportTable {
    main = List.copyOf(main);
    predictions = List.copyOf(predictions);
    ids = List.copyOf(ids);
    keys = Set.copyOf(keys);
  }

  /** Bytes of all files. */
  public long bytes() {
    return main.stream().mapToLong(SourceFile::length).sum()
        + predictions.stream().mapToLong(SourceFile::length).sum();
  }

  boolean isTargets() {
    return kind.equals(TARGETS);
  }

  Reading reading() {
    Set<String> named = new HashSet<>();
    if (isTargets()) {
      patterns.targetRules().forEach(rule -> named.addAll(rule.columns()));
    }
    return new Reading(keys, named, patterns.csv());
  }

  Optional<SourceFile> predictions(int index) {
    return predictions.isEmpty() ? Optional.empty() : Optional.of(predictions.get(index));
  }

  /** The origin of the ids of a file. */
  SourceFile idFile(int index) {
    return ids.isEmpty() ? main.get(index) : ids.get(index);
  }

  /**
   * The end of a message about files that are joined, which may be a mistake; empty for one file.
   *
   * @param source null for targets
   */
  public static String joined(String source, int files) {
    if (files < 2) {
      return "";
    }
    return source == null
        ? "; the %,d files of these targets are joined as parts of one table: {dataset} in the path keeps datasets apart"
            .formatted(files)
        : "; the %,d files of source '%s' are joined as parts of one table: {source} in the path keeps them apart, also if #{source} follows"
            .formatted(files, source);
  }

  String describeIds() {
    if (ids.isEmpty()) {
      return "row number";
    }
    boolean own = ids.get(0).path().equals(main.get(0).path());
    return own ? "column " + ids.get(0).member() : "file";
  }

  /** The folder below the output of the rows of a dataset. */
  String folder(String ofDataset) {
    String folder = "dataset=" + escaped(ofDataset);
    return source == null
        ? "targets/" + folder
        : "features/source=" + escaped(source) + "/" + folder;
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
