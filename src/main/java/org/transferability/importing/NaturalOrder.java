package org.transferability.importing;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The natural order of paths: folder by folder, runs of digits by their value, so that part-2 comes
 * before part-10, and everything else by characters. Numbers of the same value with different
 * leading zeros are compared as text, after everything else.
 */
final class NaturalOrder {
  static final Comparator<String> OF_PATHS =
      Comparator.comparing(NaturalOrder::key).thenComparing(Comparator.naturalOrder());

  /** For the manifest. */
  static final String DESCRIPTION = "natural: by folders, numbers in names by value";

  private static final Pattern NUMBER = Pattern.compile("0*([0-9]+)");

  private NaturalOrder() {}

  /** Folders end before any character; the count of digits precedes each number. */
  private static String key(String path) {
    return NUMBER
        .matcher(path.replace('/', '\0'))
        .replaceAll(number -> "%05d%s".formatted(number.group(1).length(), number.group(1)));
  }
}
