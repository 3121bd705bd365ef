package org.transferability.importing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;

/**
 * Assigns the files that match patterns to tables: feature sets and targets. The files of a table
 * are in natural order, because the number of a row may be its id.
 */
public final class ImportPlan {
  /** The column of the dataset if no option names another one. */
  private static final String DATASET = "dataset";

  /** Files that a message lists. */
  private static final int MOST_PATHS = 6;

  private final Map<String, SourceFile> files;
  private final ImportPatterns patterns;
  private final FileContents contents;
  private final FileRoles roles;
  private final Map<String, Boolean> withDatasets = new HashMap<>();

  private ImportPlan(
      Map<String, SourceFile> files, ImportPatterns patterns, FileContents contents) {
    this.files = files;
    this.patterns = patterns;
    this.contents = contents;
    this.roles = new FileRoles(patterns, contents);
  }

  /**
   * The tables, features first, by dataset and source.
   *
   * @param files by their paths relative to the folder
   * @param contents opens files whose columns or arrays must be known
   * @throws InputException if a pattern matches no file, or a file has no counterpart
   */
  public static List<ImportTable> of(
      Map<String, SourceFile> files, ImportPatterns patterns, FileContents contents)
      throws IOException {
    ImportPlan plan = new ImportPlan(files, patterns, contents);
    List<ImportTable> tables = new ArrayList<>(plan.features());
    tables.addAll(plan.targets());
    return tables;
  }

  /**
   * What identifies a table.
   *
   * @param source null for targets
   * @param dataset null if a column contains it
   */
  private record Key(String source, String dataset) {
    private static final Comparator<String> NAMES =
        Comparator.nullsFirst(Comparator.naturalOrder());
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::dataset, NAMES).thenComparing(Key::source, NAMES);

    /** Whether the names in a path are those of this table, where both have one. */
    boolean agrees(Map<String, String> names) {
      String named = names.get("dataset");
      return (named == null || named.equals(dataset))
          && (source == null || names.getOrDefault("source", source).equals(source));
    }

    String describe() {
      return (source == null ? "targets" : "source '" + source + "'")
          + (dataset == null ? "" : ", dataset '" + dataset + "'");
    }
  }

  /** A file, or an array of a file, that matches a pattern; its path is below the folder. */
  private record Match(
      String path, SourceFile file, NamePattern pattern, Map<String, String> names) {
    /** The source or the dataset in the path, or null. */
    String inPath(String name) {
      return pattern.match(path).orElseThrow().get(name);
    }
  }

  private List<ImportTable> features() throws IOException {
    List<ImportTable> tables = new ArrayList<>();
    Map<Key, List<Match>> main = group(patterns.features(), "--features", true);
    Map<Key, List<Match>> predictions = group(patterns.predictions(), "--predictions", true);
    for (Map.Entry<Key, List<Match>> entry : main.entrySet()) {
      List<SourceFile> others =
          predictions.isEmpty()
              ? List.of()
              : paired(
                  predictions.getOrDefault(entry.getKey(), List.of()),
                  "--predictions",
                  entry.getValue(),
                  entry.getKey());
      List<SourceFile> ids = ids(entry.getKey(), entry.getValue(), patterns.ids(), "--ids");
      tables.add(table(ImportTable.FEATURES, entry.getKey(), entry.getValue(), others, ids));
    }
    return tables;
  }

  private List<ImportTable> targets() throws IOException {
    List<ImportTable> tables = new ArrayList<>();
    List<NamePattern> idPatterns =
        patterns.targetIds().isEmpty()
            ? patterns.ids().stream().filter(p -> !p.has("source")).toList()
            : patterns.targetIds();
    for (Map.Entry<Key, List<Match>> entry :
        group(patterns.targets(), "--targets", false).entrySet()) {
      String option = patterns.targetIds().isEmpty() ? "--ids" : "--target-ids";
      List<SourceFile> ids = ids(entry.getKey(), entry.getValue(), idPatterns, option);
      tables.add(table(ImportTable.TARGETS, entry.getKey(), entry.getValue(), List.of(), ids));
    }
    return tables;
  }

  private ImportTable table(
      String kind, Key key, List<Match> main, List<SourceFile> predictions, List<SourceFile> ids)
      throws IOException {
    Set<String> keys = new HashSet<>();
    main.forEach(match -> keys.addAll(roles.keys(match.path())));
    String column = null;
    for (Match match : main) {
      if (column == null && hasDatasets(match.path(), match.pattern())) {
        column = datasetColumn();
        keys.add(column);
      }
    }
    return new ImportTable(
        kind,
        key.source(),
        key.dataset(),
        column,
        main.stream().map(Match::file).toList(),
        predictions,
        ids,
        keys,
        patterns);
  }

  private String datasetColumn() {
    return patterns.names().datasetColumn().orElse(DATASET);
  }

  /**
   * Whether a column names the dataset of each row. With {@code --dataset} alone it must be text,
   * as a column of numbers may be a target; rows of other datasets are omitted.
   */
  private boolean hasDatasets(String path, NamePattern pattern) throws IOException {
    SourceFile file = files.get(path);
    if (pattern.has(DATASET) || !file.isTable()) {
      return false;
    }
    Boolean known = withDatasets.get(path);
    if (known == null) {
      boolean optional =
          patterns.names().datasetColumn().isEmpty() && patterns.names().dataset().isPresent();
      known =
          contents.names(file).contains(datasetColumn())
              && (!optional || contents.isText(file.part(datasetColumn())));
      withDatasets.put(path, known);
    }
    return known;
  }

  /** The files that match a pattern, by source (if requested) and dataset. */
  private Map<Key, List<Match>> group(List<NamePattern> all, String option, boolean bySource)
      throws IOException {
    Map<Key, List<Match>> groups = new TreeMap<>(Key.ORDER);
    for (NamePattern pattern : all) {
      boolean found = false;
      for (Map.Entry<String, SourceFile> file : files.entrySet()) {
        if (!roles.isExcluded(file.getKey(), option) && pattern.match(file.getKey()).isPresent()) {
          roles.requireOne(file.getKey(), file.getValue(), pattern, option);
          for (Match match : numbers(file.getKey(), pattern, option)) {
            Key key = new Key(bySource ? source(match, option) : null, dataset(match, option));
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(match);
            found = true;
          }
        }
      }
      if (!found) {
        throw new InputException(
            "Cannot import: expected files that match %s '%s', found none among %d files (such as %s)"
                .formatted(
                    option,
                    pattern,
                    files.size(),
                    files.keySet().stream().findFirst().orElse("none at all")));
      }
    }
    for (Map.Entry<Key, List<Match>> group : groups.entrySet()) {
      requireOnePattern(group.getKey(), group.getValue(), option);
      sort(group.getValue());
    }
    return groups;
  }

  /** The arrays of a file if they have names of tables, else the file. */
  private List<Match> matches(String path, NamePattern pattern) throws IOException {
    Map<String, String> names = pattern.match(path).orElseThrow();
    SourceFile file = files.get(path);
    if (!pattern.namesMembers()) {
      return List.of(new Match(path, file.part(pattern.member()), pattern, names));
    }
    List<Match> matches = new ArrayList<>();
    for (String array : contents.names(file)) {
      pattern
          .matchMember(names, array)
          .ifPresent(both -> matches.add(new Match(path, file.part(array), pattern, both)));
    }
    return matches;
  }

  /** The same for numbers: there must be some, and arrays with other roles are no tables. */
  private List<Match> numbers(String path, NamePattern pattern, String option) throws IOException {
    List<Match> matches = matches(path, pattern);
    if (!pattern.namesMembers()) {
      return matches;
    }
    SourceFile file = files.get(path);
    Set<String> taken = roles.taken(path, file, option);
    if (hasDatasets(path, pattern)) {
      taken.add(datasetColumn());
    }
    matches.removeIf(match -> taken.contains(match.file().member()));
    if (matches.isEmpty()) {
      List<String> arrays = contents.names(file);
      throw new InputException(
          "Cannot import %s: expected arrays that match '%s', found %s"
              .formatted(
                  path,
                  pattern.member(),
                  arrays.isEmpty() ? "a file of one array" : String.join(", ", arrays)));
    }
    return matches;
  }

  private static void requireOnePattern(Key key, List<Match> matches, String option) {
    Match first = matches.get(0);
    for (Match match : matches) {
      if (first.pattern().composesSource()
          && !Objects.equals(first.inPath("source"), match.inPath("source"))) {
        throw new InputException(
            "Cannot import %s and %s: expected different names of sources, found that arrays of both are %s; {source=NAME} gives another name"
                .formatted(first.path(), match.path(), key.describe()));
      }
      if (match.pattern() != first.pattern()) {
        throw new InputException(
            "Cannot import %s and %s: expected one pattern for each table, found %s '%s' and '%s' for %s"
                .formatted(
                    first.path(),
                    match.path(),
                    option,
                    first.pattern(),
                    match.pattern(),
                    key.describe()));
      }
    }
  }

  private String source(Match match, String option) {
    String name = match.names().get("source");
    if (name != null) {
      return name;
    }
    return patterns
        .names()
        .source()
        .orElseThrow(
            () ->
                new InputException(
                    "Cannot use %s '%s': expected {source} in it, or --source with its name, found neither"
                        .formatted(option, match.pattern())));
  }

  /** The name of the dataset, or null if a column contains it. */
  private String dataset(Match match, String option) throws IOException {
    String name = match.names().get("dataset");
    if (name != null) {
      return name;
    }
    Optional<String> given = patterns.names().dataset();
    boolean named = patterns.names().datasetColumn().isPresent();
    if (match.file().isTable() && (named || given.isEmpty())) {
      List<String> columns = contents.names(match.file());
      if (columns.contains(datasetColumn())) {
        return null;
      }
      if (named && given.isEmpty()) {
        throw new InputException(
            "Cannot import %s: no column '%s'; %s"
                .formatted(
                    match.path(), datasetColumn(), NearestName.expected(datasetColumn(), columns)));
      }
    }
    return given.orElseThrow(
        () ->
            new InputException(
                "Cannot use %s '%s': expected {dataset} in it, --dataset with its name%s, found none of them"
                    .formatted(
                        option,
                        match.pattern(),
                        match.file().isTable()
                            ? ", or a column 'dataset' (another one: --dataset-column)"
                            : "")));
  }

  /** Files with the ids of the rows of {@code main}, in the same order; none: rows are numbered. */
  private List<SourceFile> ids(
      Key key, List<Match> main, List<NamePattern> idPatterns, String option) throws IOException {
    Optional<String> column = patterns.names().idColumn();
    if (column.isEmpty() && patterns.ids().isEmpty() && idPatterns.isEmpty()) {
      return List.of();
    }
    List<Match> without = new ArrayList<>();
    for (Match match : main) {
      if (column.isEmpty() || !hasColumn(match, column.get())) {
        without.add(match);
      }
    }
    List<SourceFile> partners =
        without.isEmpty() ? List.of() : partners(key, without, idPatterns, option);
    List<SourceFile> ids = new ArrayList<>();
    int next = 0;
    for (Match match : main) {
      ids.add(
          without.contains(match) ? partners.get(next++) : match.file().part(column.orElse(null)));
    }
    return ids;
  }

  /** If there is no other origin of ids, a table must have the column, which its reader checks. */
  private boolean hasColumn(Match match, String column) throws IOException {
    if (match.file().isOneArray()) {
      return false;
    }
    return (patterns.ids().isEmpty() && patterns.targetIds().isEmpty())
        || contents.names(match.file()).contains(column);
  }

  private List<SourceFile> partners(
      Key key, List<Match> main, List<NamePattern> idPatterns, String option) throws IOException {
    String first = main.get(0).path();
    if (idPatterns.isEmpty() && !patterns.ids().isEmpty()) {
      throw new InputException(
          "Cannot import %s: expected --target-ids too, as --ids '%s' differs by source"
              .formatted(first, patterns.ids().get(0)));
    }
    if (idPatterns.isEmpty()) {
      throw new InputException(
          "Cannot import %s: expected the ids of its rows (--ids), as an array has no column '%s', found none; if its rows are those of a table with ids, in the same order, --ids 'TABLE#%s' reads them there"
              .formatted(
                  first,
                  patterns.names().idColumn().orElseThrow(),
                  patterns.names().idColumn().orElseThrow()));
    }
    List<Match> found = mostSpecific(idFiles(key, idPatterns));
    sort(found);
    if (found.size() > main.size()) {
      throw new InputException(
          unpaired(found, option, main, key)
              + "; keep one pattern, that of the ids of these rows"
              + precedence(found.get(0).pattern(), option, key));
    }
    return paired(found, option, main, key);
  }

  /** How ids can be chosen while the pattern stays for other tables. */
  private static String precedence(NamePattern used, String option, Key key) {
    if (key.source() == null) {
      return option.equals("--target-ids") ? "" : ", or give it as --target-ids";
    }
    return used.has("source")
        ? ""
        : ", or add {source=%s} to it: ids of one source take precedence".formatted(key.source());
  }

  /** The files with ids that may be those of a table; a file that several patterns match, once. */
  private List<Match> idFiles(Key key, List<NamePattern> idPatterns) throws IOException {
    Map<SourceFile, Match> found = new LinkedHashMap<>();
    List<NamePattern> specificFirst = new ArrayList<>(idPatterns);
    specificFirst.sort(Comparator.comparingInt(NamePattern::specificity).reversed());
    for (NamePattern pattern : specificFirst) {
      for (String path : files.keySet()) {
        Optional<Map<String, String>> names = pattern.match(path);
        if (names.isPresent() && (pattern.composesSource() || key.agrees(names.get()))) {
          matches(path, pattern).stream()
              .filter(match -> key.agrees(match.names()))
              .forEach(match -> found.putIfAbsent(match.file(), match));
        }
      }
    }
    return new ArrayList<>(found.values());
  }

  /** Ids of one source take precedence over those of all, then ids of one dataset. */
  private static List<Match> mostSpecific(List<Match> found) {
    int most = found.stream().mapToInt(match -> match.pattern().specificity()).max().orElse(0);
    return new ArrayList<>(
        found.stream().filter(match -> match.pattern().specificity() == most).toList());
  }

  private static void sort(List<Match> matches) {
    matches.sort(Comparator.comparing(match -> match.file().path(), NaturalOrder.OF_PATHS));
  }

  private static List<SourceFile> paired(
      List<Match> found, String option, List<Match> main, Key key) {
    if (found.size() != main.size()) {
      throw new InputException(
          unpaired(found, option, main, key) + ImportTable.joined(key.source(), main.size()));
    }
    return found.stream().map(Match::file).toList();
  }

  private static String unpaired(List<Match> found, String option, List<Match> main, Key key) {
    return "Cannot import %s: expected %s for %s of %s, found %s"
        .formatted(
            shown(main),
            main.size() == 1 ? "one file" : "%,d files".formatted(main.size()),
            option,
            key.describe(),
            found.isEmpty() ? "none" : "%,d (%s)".formatted(found.size(), shown(found)));
  }

  private static String shown(List<Match> matches) {
    String first =
        matches.stream()
            .limit(MOST_PATHS)
            .map(Match::path)
            .distinct()
            .collect(Collectors.joining(", "));
    return matches.size() > MOST_PATHS ? first + ", ..." : first;
  }
}
