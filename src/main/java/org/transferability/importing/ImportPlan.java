package org.transferability.importing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transferability.importing.source.SourceFile;
import org.transferability.study.InputException;

/**
 * Assigns the files that match patterns to tables: feature sets and targets. The files of a table
 * are in natural order, because the number of a row may be its id.
 */
public final class ImportPlan {
  private final Map<String, SourceFile> files;
  private final ImportPatterns patterns;

  private ImportPlan(Map<String, SourceFile> files, ImportPatterns patterns) {
    this.files = files;
    this.patterns = patterns;
  }

  /**
   * The tables, features first, by dataset and source.
   *
   * @param files by their paths relative to the folder
   * @throws InputException if a pattern matches no file, or a file has no counterpart
   */
  public static List<ImportTable> of(Map<String, SourceFile> files, ImportPatterns patterns) {
    ImportPlan plan = new ImportPlan(files, patterns);
    List<ImportTable> tables = new ArrayList<>();
    patterns.features().ifPresent(pattern -> tables.addAll(plan.features(pattern)));
    patterns.targets().ifPresent(pattern -> tables.addAll(plan.targets(pattern)));
    return tables;
  }

  private record Key(String source, String dataset) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::dataset)
            .thenComparing(Key::source, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** Whether the names in a path are those of this table, where both have one. */
    boolean agrees(Map<String, String> names) {
      return names.getOrDefault("dataset", dataset).equals(dataset)
          && (source == null || names.getOrDefault("source", source).equals(source));
    }
  }

  private List<ImportTable> features(NamePattern pattern) {
    Map<Key, List<SourceFile>> main = group(pattern, "--features", true);
    Map<Key, List<SourceFile>> predictions =
        patterns.predictions().map(p -> group(p, "--predictions", true)).orElse(Map.of());
    List<ImportTable> tables = new ArrayList<>();
    for (Map.Entry<Key, List<SourceFile>> entry : main.entrySet()) {
      Key key = entry.getKey();
      List<SourceFile> ids =
          patterns.ids().map(p -> partners(p, "--ids", key, entry.getValue())).orElse(List.of());
      List<SourceFile> others =
          predictions.isEmpty()
              ? List.of()
              : paired(predictions.get(key), "--predictions", entry.getValue());
      tables.add(
          new ImportTable(
              ImportTable.FEATURES,
              key.source(),
              key.dataset(),
              entry.getValue(),
              others,
              ids,
              patterns));
    }
    return tables;
  }

  private List<ImportTable> targets(NamePattern pattern) {
    if (pattern.hasSource()) {
      throw new InputException(
          "Cannot use --targets '%s': expected {dataset} only, found {source}; labels belong to a dataset"
              .formatted(pattern));
    }
    Optional<NamePattern> idPattern =
        patterns.targetIds().isPresent()
            ? patterns.targetIds()
            : patterns.ids().filter(p -> !p.hasSource());
    if (patterns.ids().isPresent() && idPattern.isEmpty()) {
      throw new InputException(
          "Cannot import targets: expected --target-ids too, as --ids '%s' differs by source"
              .formatted(patterns.ids().get()));
    }
    List<ImportTable> tables = new ArrayList<>();
    for (Map.Entry<Key, List<SourceFile>> entry : group(pattern, "--targets", false).entrySet()) {
      List<SourceFile> ids =
          idPattern
              .map(p -> partners(p, "--target-ids", entry.getKey(), entry.getValue()))
              .orElse(List.of());
      tables.add(
          new ImportTable(
              ImportTable.TARGETS,
              null,
              entry.getKey().dataset(),
              entry.getValue(),
              List.of(),
              ids,
              patterns));
    }
    return tables;
  }

  /** The files that match the pattern, by source (if requested) and dataset. */
  private Map<Key, List<SourceFile>> group(NamePattern pattern, String option, boolean bySource) {
    Map<Key, List<SourceFile>> groups = new TreeMap<>(Key.ORDER);
    for (Map.Entry<String, SourceFile> file : files.entrySet()) {
      Map<String, String> names = pattern.match(file.getKey()).orElse(null);
      if (names != null) {
        String source = bySource ? name(names, "source", patterns.source(), option, pattern) : null;
        String dataset = name(names, "dataset", patterns.dataset(), option, pattern);
        groups
            .computeIfAbsent(new Key(source, dataset), key -> new ArrayList<>())
            .add(file.getValue().part(pattern.member()));
      }
    }
    if (groups.isEmpty()) {
      throw new InputException(
          "Cannot import: expected files that match %s '%s', found none among %d files (such as %s)"
              .formatted(
                  option,
                  pattern,
                  files.size(),
                  files.keySet().stream().findFirst().orElse("none at all")));
    }
    groups.values().forEach(ImportPlan::sort);
    return groups;
  }

  private static String name(
      Map<String, String> names,
      String what,
      Optional<String> given,
      String option,
      NamePattern pattern) {
    String name = names.get(what);
    if (name != null) {
      return name;
    }
    return given.orElseThrow(
        () ->
            new InputException(
                "Cannot use %s '%s': expected {%s} in it, or --%s with its name, found neither"
                    .formatted(option, pattern, what, what)));
  }

  /** Files with the ids of the rows of {@code main}. */
  private List<SourceFile> partners(
      NamePattern pattern, String option, Key key, List<SourceFile> main) {
    List<SourceFile> found = new ArrayList<>();
    files.forEach(
        (path, file) -> {
          if (pattern.match(path).filter(key::agrees).isPresent()) {
            found.add(file.part(pattern.member()));
          }
        });
    sort(found);
    return paired(found, option, main);
  }

  private static void sort(List<SourceFile> files) {
    files.sort(Comparator.comparing(SourceFile::path, NaturalOrder.OF_PATHS));
  }

  private static List<SourceFile> paired(
      List<SourceFile> found, String option, List<SourceFile> main) {
    if (found == null || found.size() != main.size()) {
      throw new InputException(
          "Cannot import %s: expected as many files for %s as here, %d, found %d"
              .formatted(
                  main.get(0).path(), option, main.size(), found == null ? 0 : found.size()));
    }
    return found;
  }
}
