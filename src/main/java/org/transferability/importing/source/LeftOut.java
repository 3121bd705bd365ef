package org.transferability.importing.source;

import java.util.regex.Pattern;

/**
 * A column that is not imported although nothing was selected.
 *
 * @param column its name
 * @param reason why, such as {@code text}
 */
public record LeftOut(String column, String reason) {
  /** How pandas calls an index without a name: in Parquet, and in a CSV file it has read. */
  private static final Pattern INDEX =
      Pattern.compile("__index_level_\\d+__|Unnamed: \\d+(\\.\\d+)*(_level_\\d+)?");

  private static final String WITHOUT_NAME = "Unnamed: ";

  /**
   * Whether a column holds the numbers of the rows, or is without a name: pandas' index. It is
   * neither a feature nor a target unless named explicitly.
   */
  static boolean isIndex(String column) {
    return column.isEmpty() || INDEX.matcher(column).matches();
  }

  static LeftOut index(String column) {
    return new LeftOut(
        column,
        column.startsWith("__index")
            ? "an index that pandas wrote; --id-column takes it as the id"
            : "a column without a name, such as an index; --id-column takes it as the id");
  }

  /** What pandas calls a column without a name. */
  static String nameOf(int column) {
    return WITHOUT_NAME + column;
  }
}
