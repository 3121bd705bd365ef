package org.transferability.importing;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.transferability.study.Glob;
import org.transferability.study.InputException;

/**
 * The options whose patterns match a file. A file may have several roles if they use different
 * columns or arrays of it.
 */
record FileRoles(ImportPatterns patterns, FileContents contents) {
  /** An option and one of its patterns. */
  private record Use(String option, NamePattern pattern) {
    @Override
    public String toString() {
      return "%s '%s'".formatted(option, pattern);
    }
  }

  private static Stream<Use> uses(String option, List<NamePattern> patterns, String path) {
    return patterns.stream()
        .filter(pattern -> pattern.match(path).isPresent())
        .map(pattern -> new Use(option, pattern));
  }

  /** The uses of a file as numbers. */
  private List<Use> numbers(String path) {
    return Stream.of(
            uses("--features", patterns.features(), path),
            uses("--predictions", patterns.predictions(), path),
            uses("--targets", patterns.targets(), path))
        .flatMap(use -> use)
        .toList();
  }

  /** The uses of a file as ids. */
  private List<Use> ids(String path) {
    return Stream.concat(
            uses("--ids", patterns.ids(), path), uses("--target-ids", patterns.targetIds(), path))
        .toList();
  }

  /** Whether a file is no features; it may have other roles. */
  boolean isExcluded(String path, String option) {
    return option.equals("--features")
        && patterns.exclude().stream().anyMatch(pattern -> pattern.match(path).isPresent());
  }

  /** The columns or arrays of a file that hold ids or datasets, so that they are no numbers. */
  Set<String> keys(String path) {
    Set<String> keys = new HashSet<>();
    patterns.names().idColumn().ifPresent(keys::add);
    patterns.names().datasetColumn().ifPresent(keys::add);
    ids(path).stream().map(use -> use.pattern.member()).filter(Objects::nonNull).forEach(keys::add);
    return keys;
  }

  /** The arrays of a file that {@code {source}} after # does not mean, as they have other roles. */
  Set<String> taken(String path, SourceFile file, String option) throws IOException {
    Set<String> taken = keys(path);
    for (Use other : numbers(path)) {
      if (!other.option.equals(option)
          && other.pattern.member() != null
          && !other.pattern.namesMembers()) {
        taken.addAll(chosen(other.pattern, file));
      }
    }
    return taken;
  }

  /**
   * @param option the role in which the file is about to be used
   * @throws InputException if the same numbers of the file have another role too
   */
  void requireOne(String path, SourceFile file, NamePattern pattern, String option)
      throws IOException {
    Use used = new Use(option, pattern);
    for (Use other : numbers(path)) {
      if (other.pattern != pattern && !isExcluded(path, other.option)) {
        requireDisjoint(path, file, used, other);
      }
    }
    for (Use other : ids(path)) {
      if (other.pattern.member() == null) {
        throw twice(path, used, other);
      }
    }
  }

  private void requireDisjoint(String path, SourceFile file, Use used, Use other)
      throws IOException {
    if (used.pattern.member() == null || other.pattern.member() == null) {
      throw twice(path, used, other);
    }
    boolean names = used.pattern.namesMembers();
    boolean otherNames = other.pattern.namesMembers();
    if (names && otherNames && !used.option.equals(other.option)) {
      throw twice(path, used, other);
    }
    if (names || otherNames) {
      return; // names mean the arrays that no other option chooses
    }
    Set<String> both = chosen(used.pattern, file);
    both.retainAll(chosen(other.pattern, file));
    if (!both.isEmpty()) {
      throw new InputException(
          "Cannot import %s: expected other columns for %s than for %s, found '%s' in both"
              .formatted(path, used, other, both.iterator().next()));
    }
  }

  private static InputException twice(String path, Use used, Use other) {
    return new InputException(
        "Cannot import %s: expected one use of the file, found that it matches %s and %s (%schoose columns after # in both)"
            .formatted(
                path,
                used,
                other,
                used.option.equals("--features") && !other.option.equals(used.option)
                    ? "--exclude '" + path + "' keeps it out of --features; or "
                    : ""));
  }

  private Set<String> chosen(NamePattern pattern, SourceFile file) throws IOException {
    Set<String> chosen = new HashSet<>();
    List<Glob> globs = Glob.parseList(pattern.member());
    for (String name : contents.names(file)) {
      if (name.equals(pattern.member()) || Glob.anyMatches(globs, name)) {
        chosen.add(name);
      }
    }
    return chosen;
  }
}
