package org.transferability.importing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transferability.study.InputException;

/**
 * A pattern for paths that name the source and the dataset: {@code {source}/{dataset}-*.npy}, with
 * {@code *} for any text within a name, {@code **} for any folders, and {@code {source}}, {@code
 * {dataset}} for a part of a name, the first as long as possible. After {@code #} follow columns of
 * a table, or the array of a .npz.
 */
public final class NamePattern {
  private static final Pattern TOKEN = Pattern.compile("\\{[^}]*}|\\*\\*/?|\\*|[^{*]+|\\{");

  private final String text;
  private final String member;
  private final Pattern paths;
  private final boolean source;
  private final boolean dataset;

  private NamePattern(String text, String member, Pattern paths, boolean source, boolean dataset) {
    this.text = text;
    this.member = member;
    this.paths = paths;
    this.source = source;
    this.dataset = dataset;
  }

  /** Reads a pattern for paths below the folder that is imported. */
  public static NamePattern parse(String text) {
    int hash = text.indexOf('#');
    String path = hash < 0 ? text : text.substring(0, hash);
    StringBuilder regex = new StringBuilder();
    boolean source = false;
    boolean dataset = false;
    Matcher tokens = TOKEN.matcher(path);
    while (tokens.find()) {
      String token = tokens.group();
      switch (token) {
        case "{source}" -> {
          regex.append(source ? "\\k<source>" : "(?<source>[^/]+)");
          source = true;
        }
        case "{dataset}" -> {
          regex.append(dataset ? "\\k<dataset>" : "(?<dataset>[^/]+)");
          dataset = true;
        }
        case "**/" -> regex.append("(?:.*/)?");
        case "**" -> regex.append(".*");
        case "*" -> regex.append("[^/]*");
        default -> {
          if (token.startsWith("{")) {
            throw new InputException(
                "Cannot use pattern '%s': expected {source} or {dataset}, found %s"
                    .formatted(text, token));
          }
          regex.append(Pattern.quote(token));
        }
      }
    }
    String member = hash < 0 ? null : text.substring(hash + 1);
    if (path.isBlank() || (member != null && member.isBlank())) {
      throw new InputException(
          "Cannot use pattern '%s': expected a path such as {source}/{dataset}.npy, or one and columns after #"
              .formatted(text));
    }
    return new NamePattern(text, member, Pattern.compile(regex.toString()), source, dataset);
  }

  /** The names in a path below the folder; empty if the path does not match. */
  public Optional<Map<String, String>> match(String path) {
    Matcher matcher = paths.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> names = new LinkedHashMap<>();
    if (source) {
      names.put("source", matcher.group("source"));
    }
    if (dataset) {
      names.put("dataset", matcher.group("dataset"));
    }
    return Optional.of(names);
  }

  public boolean hasSource() {
    return source;
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
