package org.transferability.importing;

import java.util.Comparator;

/**
 * The natural order of paths: folder by folder, runs of digits by their value, so that part-2 comes
 * before part-10, and everything else by characters. Numbers of the same value with different
 * leading zeros are compared as text, after everything else.
 */
final class NaturalOrder implements Comparator<String> {
  static final NaturalOrder OF_PATHS = new NaturalOrder();

  /** For the manifest. */
  static final String DESCRIPTION = "natural: by folders, numbers in names by value";

  private NaturalOrder() {}

  @Override
  public int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int order;
      if (isDigit(a, i) && isDigit(b, j)) {
        int endA = endOfNumber(a, i);
        int endB = endOfNumber(b, j);
        order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
        i = endA;
        j = endB;
      } else {
        order = Integer.compare(rank(a.charAt(i++)), rank(b.charAt(j++)));
      }
      if (order != 0) {
        return order;
      }
    }
    int byLength = Boolean.compare(i < a.length(), j < b.length());
    return byLength != 0 ? byLength : a.compareTo(b);
  }

  /** The end of a folder's name is before any character that continues it. */
  private static int rank(char c) {
    return c == '/' ? -1 : c;
  }

  private static boolean isDigit(String text, int at) {
    return text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static int endOfNumber(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text, at)) {
      at++;
    }
    return at;
  }

  private static int compareNumbers(String a, String b) {
    String x = a.replaceFirst("^0+(?=.)", "");
    String y = b.replaceFirst("^0+(?=.)", "");
    return x.length() != y.length()
        ? Integer.compare(x.length(), y.length())
        : Integer.signum(x.compareTo(y));
  }
}
