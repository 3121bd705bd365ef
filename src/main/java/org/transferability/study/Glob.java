package org.transferability.study;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pattern for names. {@code *} matches any characters (also none), {@code ?} one character,
 * {@code [abc]}, {@code [a-z]} and {@code [!a-z]} one character in (not in) a set, and {@code \}
 * quotes the next character. Every other character matches itself. Matching is case-sensitive, and
 * the whole name must match. Characters are Unicode code points.
 *
 * <p>Matching uses no regular expression and takes at most |pattern| x |name| steps.
 */
public record Glob(String pattern) {
  public static final Glob ALL = new Glob("*");

  public Glob {
    if (pattern.isEmpty()) {
      throw new InputException("Cannot use pattern: expected a name or a glob, found nothing");
    }
    int at = 0;
    while (at < pattern.length()) {
      at = end(pattern, at);
    }
  }

  /** Reads {@code resnet*,vit_?}: patterns separated by commas; blanks around them are ignored. */
  public static List<Glob> parseList(String text) {
    return Stream.of(text.split(",", -1)).map(part -> new Glob(part.strip())).toList();
  }

  /** Whether one of them matches; an empty list matches every name. */
  public static boolean anyMatches(List<Glob> globs, String name) {
    return globs.isEmpty() || globs.stream().anyMatch(glob -> glob.matches(name));
  }

  /** The patterns that match none of the names, probably because they are mistyped. */
  public static List<Glob> unmatched(List<Glob> globs, Collection<String> names) {
    return globs.stream().filter(glob -> names.stream().noneMatch(glob::matches)).toList();
  }

  public boolean matches(String name) {
    int p = 0;
    int n = 0;
    int afterStar = -1; // where to resume in the pattern, once a star has been met
    int starName = 0; // the end of the part of the name that this star matches
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        afterStar = ++p;
        starName = n;
      } else if (p < pattern.length() && matchesOne(p, name.codePointAt(n))) {
        p = end(pattern, p);
        n += Character.charCount(name.codePointAt(n));
      } else if (afterStar >= 0) {
        starName += Character.charCount(name.codePointAt(starName));
        n = starName;
        p = afterStar;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private boolean matchesOne(int at, int c) {
    return switch (pattern.charAt(at)) {
      case '?' -> true;
      case '[' -> inSet(at, c);
      case '\\' -> pattern.codePointAt(at + 1) == c;
      default -> pattern.codePointAt(at) == c;
    };
  }

  private boolean inSet(int at, int c) {
    int close = end(pattern, at) - 1;
    int i = at + 1;
    boolean negated = pattern.charAt(i) == '!';
    if (negated) {
      i++;
    }
    boolean found = false;
    while (i < close) {
      int low = pattern.codePointAt(i);
      i += Character.charCount(low);
      int high = low;
      if (i + 1 < close && pattern.charAt(i) == '-') {
        high = pattern.codePointAt(i + 1);
        i += 1 + Character.charCount(high);
      }
      found |= low <= c && c <= high;
    }
    return found != negated;
  }

  /** The index after the element of the pattern that starts at {@code at}. */
  private static int end(String pattern, int at) {
    return switch (pattern.charAt(at)) {
      case '[' -> endOfSet(pattern, at);
      case '\\' -> endOfEscape(pattern, at);
      default -> at + Character.charCount(pattern.codePointAt(at));
    };
  }

  private static int endOfSet(String pattern, int at) {
    // a bracket right after the opening one is a member: []] and [!]]
    int first = pattern.startsWith("[!", at) ? at + 3 : at + 2;
    int close = pattern.indexOf(']', first);
    if (close < 0) {
      throw new InputException(
          "Cannot use pattern '%s': expected ] after [, found the end (for the character itself"
                  .formatted(pattern)
              + " write \\[)");
    }
    return close + 1;
  }

  private static int endOfEscape(String pattern, int at) {
    if (at + 1 == pattern.length()) {
      throw new InputException(
          "Cannot use pattern '%s': expected a character after \\, found the end"
              .formatted(pattern));
    }
    return at + 1 + Character.charCount(pattern.codePointAt(at + 1));
  }

  @Override
  public String toString() {
    return pattern;
  }
}
