package org.transferability.importing;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transferability.study.InputException;

/**
 * A pattern for paths that name the source and the dataset: {@code {source}/{dataset}-*.npy}, with
 * {@code *} for any text within a name, {@code **} for any folders, and {@code {source}}, {@code
 * {dataset}} for a part of a name, the first as long as possible. {@code {source=vit}} matches no
 * text and gives the name. After {@code #} follow columns of a table, or an array of a file with
 * several; {@code #{source}} makes each array a source, and {@code {source}#{source}} composes its
 * name of that of the file and that of the array: {@code vit-block6}.
 */
public final class NamePattern {
  private static final Pattern TOKEN = Pattern.compile("\\{[^}]*}|\\*\\*/?|\\*|[^{*]+|\\{");
  private static final Pattern FIXED = Pattern.compile("\\{(source|dataset)=(.+)}");

  private final String text;
  private final String member;
  private final Names paths;
  private final Names members; // null unless names are in the part after #

  private NamePattern(String text, String member, Names paths, Names members) {
    this.text = text;
    this.member = member;
    this.paths = paths;
    this.members = members;
  }

  /** A text with places for names. */
  private static final class Names {
    private final Map<String, String> fixed = new LinkedHashMap<>();
    private final Map<String, String> groups = new LinkedHashMap<>();
    private Pattern pattern;

    /**
     * Reads the part of a pattern before or after #.
     *
     * @param any the regular expression of any text within a name
     */
    static Names parse(String part, String any, String text) {
      Names names = new Names();
      StringBuilder regex = new StringBuilder();
      Matcher tokens = TOKEN.matcher(part);
      while (tokens.find()) {
        String token = tokens.group();
        switch (token) {
          case "{source}", "{dataset}" -> {
            String name = token.substring(1, token.length() - 1);
            boolean again = names.groups.put(name, name) != null;
            regex.append(again ? "\\k<" + name + ">" : "(?<" + name + ">" + any + "+)");
          }
          case "**/" -> regex.append("(?:.*/)?");
          case "**" -> regex.append(".*");
          case "*" -> regex.append(any).append('*');
          default -> {
            Matcher fixed = FIXED.matcher(token);
            if (fixed.matches()) {
              names.fixed.put(fixed.group(1), fixed.group(2).strip());
            } else if (token.startsWith("{")) {
              throw new InputException(
                  "Cannot use pattern '%s': expected {source}, {dataset} or {source=NAME}, found %s"
                      .formatted(text, token));
            } else {
              regex.append(Pattern.quote(token));
            }
          }
        }
      }
      names.pattern = Pattern.compile(regex.toString());
      return names;
    }

    boolean has(String name) {
      return fixed.containsKey(name) || groups.containsKey(name);
    }

    Optional<Map<String, String>> match(String given) {
      Matcher matcher = pattern.matcher(given);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      Map<String, String> names = new HashMap<>(fixed);
      groups.keySet().forEach(name -> names.put(name, matcher.group(name)));
      return Optional.of(names);
    }
  }

  /** Reads a pattern for paths below the folder that is imported. */
  @JsonCreator
  public static NamePattern parse(String text) {
    int hash = text.indexOf('#');
    String path = hash < 0 ? text : text.substring(0, hash);
    String member = hash < 0 ? null : text.substring(hash + 1);
    if (path.isBlank() || (member != null && member.isBlank())) {
      throw new InputException(
          "Cannot use pattern '%s': expected a path such as {source}/{dataset}.npy, or one and columns after #"
              .formatted(text));
    }
    Names paths = Names.parse(path, "[^/]", text);
    Names members =
        member != null && (member.contains("{source}") || member.contains("{dataset}"))
            ? Names.parse(member, ".", text)
            : null;
    if (members != null && members.has("dataset") && paths.has("dataset")) {
      throw new InputException(
          "Cannot use pattern '%s': expected {dataset} before or after #, found both"
              .formatted(text));
    }
    return new NamePattern(text, member, paths, members);
  }

  /** The names in a path below the folder; empty if the path does not match. */
  public Optional<Map<String, String>> match(String path) {
    return paths.match(path);
  }

  /** Whether the part after # contains names, so that a file contains several tables. */
  public boolean namesMembers() {
    return members != null;
  }

  /**
   * The names in a path and in the name of an array or column of the file; empty if it does not
   * match. A source that both name is {@code path-array}.
   *
   * @param inPath the names in the path
   */
  public Optional<Map<String, String>> matchMember(Map<String, String> inPath, String name) {
    return members
        .match(name)
        .map(
            inMember -> {
              Map<String, String> both = new HashMap<>(inPath);
              inMember.forEach(
                  (key, value) -> both.merge(key, value, (path, member) -> path + "-" + member));
              return both;
            });
  }

  /** Whether the source is named before and after #. */
  boolean composesSource() {
    return members != null && paths.has("source") && members.has("source");
  }

  /** Higher if it names the source, then if it names the dataset. */
  int specificity() {
    return (has("source") ? 2 : 0) + (has("dataset") ? 1 : 0);
  }

  boolean has(String name) {
    return paths.has(name) || (members != null && members.has(name));
  }

  /** The part after #, or null. */
  public String member() {
    return member;
  }

  @Override
  public String toString() {
    return text;
  }
}
