package org.transferability.importing;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.transferability.study.Glob;
import org.transferability.study.InputException;

/**
 * The options whose patterns match a file. A file may have several roles if they use different
 * columns or arrays of it.
 */
record FileRoles(ImportPatterns patterns, FileContents contents) {
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
    for (List<NamePattern> ids : List.of(patterns.ids(), patterns.targetIds())) {
      for (NamePattern pattern : ids) {
        if (pattern.member() != null && pattern.match(path).isPresent()) {
          keys.add(pattern.member());
        }
      }
    }
    return keys;
  }

  /** The arrays of a file that {@code {source}} after # does not mean, as they have other roles. */
  Set<String> taken(String path, SourceFile file, String option) throws IOException {
    Set<String> taken = keys(path);
    for (Map.Entry<String, List<NamePattern>> other : numbers().entrySet()) {
      for (NamePattern pattern : other.getValue()) {
        if (!other.getKey().equals(option)
            && pattern.member() != null
            && !pattern.namesMembers()
            && pattern.match(path).isPresent()) {
          taken.addAll(chosen(pattern, file));
        }
      }
    }
    return taken;
  }

  /**
   * @param option the role in which the file is about to be used
   * @throws InputException if the same numbers of the file have another role too
   */
  void requireOne(String path, SourceFile file, NamePattern used, String option)
      throws IOException {
    for (Map.Entry<String, List<NamePattern>> other : numbers().entrySet()) {
      for (NamePattern pattern : other.getValue()) {
        if (pattern != used
            && !isExcluded(path, other.getKey())
            && pattern.match(path).isPresent()) {
          requireDisjoint(path, file, used, option, pattern, other.getKey());
        }
      }
    }
    for (NamePattern pattern : patterns.ids()) {
      requireOtherThanIds(path, used, option, pattern, "--ids");
    }
    for (NamePattern pattern : patterns.targetIds()) {
      requireOtherThanIds(path, used, option, pattern, "--target-ids");
    }
  }

  private void requireOtherThanIds(
      String path, NamePattern used, String option, NamePattern ids, String idOption) {
    if (ids.member() == null && ids.match(path).isPresent()) {
      throw twice(path, used, option, ids, idOption);
    }
  }

  private void requireDisjoint(
      String path,
      SourceFile file,
      NamePattern used,
      String option,
      NamePattern other,
      String otherOption)
      throws IOException {
    if (used.member() == null || other.member() == null) {
      throw twice(path, used, option, other, otherOption);
    }
    if (used.namesMembers() && other.namesMembers() && !option.equals(otherOption)) {
      throw twice(path, used, option, other, otherOption);
    }
    if (used.namesMembers() || other.namesMembers()) {
      return; // names mean the arrays that no other option chooses
    }
    Set<String> both = chosen(used, file);
    both.retainAll(chosen(other, file));
    if (!both.isEmpty()) {
      throw new InputException(
          "Cannot import %s: expected other columns for %s '%s' than for %s '%s', found '%s' in both"
              .formatted(path, option, used, otherOption, other, both.iterator().next()));
    }
  }

  private static InputException twice(
      String path, NamePattern used, String option, NamePattern other, String otherOption) {
    return new InputException(
        "Cannot import %s: expected one use of the file, found that it matches %s '%s' and %s '%s' (%schoose columns after # in both)"
            .formatted(
                path,
                option,
                used,
                otherOption,
                other,
                option.equals("--features") && !otherOption.equals(option)
                    ? "--exclude '" + path + "' keeps it out of --features; or "
                    : ""));
  }

  private Map<String, List<NamePattern>> numbers() {
    Map<String, List<NamePattern>> numbers = new LinkedHashMap<>();
    numbers.put("--features", patterns.features());
    numbers.put("--predictions", patterns.predictions());
    numbers.put("--targets", patterns.targets());
    return numbers;
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
