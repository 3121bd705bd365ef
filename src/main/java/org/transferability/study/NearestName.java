package org.transferability.study;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the known name that a mistyped name was probably meant to be. */
public final class NearestName {
  private NearestName() {}

  /**
   * The known name with the smallest edit distance to the given one (ties: first in alphabetical
   * order), ignoring case and the difference of {@code _} and {@code -}; empty if even that one
   * differs in more than a third of its letters (two letters of a short name).
   */
  public static Optional<String> of(String given, Collection<String> known) {
    String wanted = plain(given);
    return known.stream()
        .filter(name -> distance(wanted, name) <= Math.max(2, wanted.length() / 3))
        .min(
            Comparator.<String>comparingInt(name -> distance(wanted, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * The end of a message: {@code did you mean 'x'? (known: x, y)} or {@code expected one of x, y}.
   */
  public static String expected(String given, Collection<String> known) {
    String all = String.join(", ", known);
    return of(given, known)
        .map(name -> "did you mean '" + name + "'? (known: " + all + ")")
        .orElse("expected one of " + all);
  }

  private static int distance(String wanted, String name) {
    return LevenshteinDistance.getDefaultInstance().apply(wanted, plain(name));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
