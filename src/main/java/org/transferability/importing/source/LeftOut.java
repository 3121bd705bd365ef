package org.transferability.importing.source;

import java.util.regex.Pattern;

/**
 * A column that is omitted although no columns were selected.
 *
 * @param column its name
 * @param reason the reason, such as {@code text}
 */
public record LeftOut(String column, String reason) {
  /** The names that pandas gives an index without a name, in Parquet and from a CSV file. */
  private static final Pattern INDEX =
      Pattern.compile("__index_level_\\d+__|Unnamed: \\d+(\\.\\d+)*(_level_\\d+)?");

  private static final String WITHOUT_NAME = "Unnamed: ";

  /**
   * Whether a column is pandas' index, which contains row numbers or has no name. It is neither a
   * feature nor a target unless it is named explicitly.
   */
  public static boolean isIndex(String column) {
    return column.isEmpty() || INDEX.matcher(column).matches();
  }

  public static LeftOut index(String column) {
    return new LeftOut(
        column,
        column.startsWith("__index")
            ? "an index that pandas wrote; --id-column uses it as the id"
            : "a column without a name, such as an index; --id-column uses it as the id");
  }

  static String nameOf(int column) {
    return WITHOUT_NAME + column;
  }
}
