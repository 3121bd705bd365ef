package org.transferability.read.table;

import java.util.Objects;

/**
 * A column that is requested from a {@link SmallTable}.
 *
 * @param name its name in the header or the schema
 * @param presence how a table without it is treated
 * @param advice the end of the message about its absence, such as the option that names another
 *     column; may be empty
 */
public record TableColumn(String name, Presence presence, String advice) {
  /** Whether the column is optional. */
  public enum Presence {
    REQUIRED,
    /** Every cell is then empty. */
    OPTIONAL
  }

  public TableColumn {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(presence, "presence");
    Objects.requireNonNull(advice, "advice");
  }

  public static TableColumn required(String name, String advice) {
    return new TableColumn(name, Presence.REQUIRED, advice);
  }

  public static TableColumn optional(String name) {
    return new TableColumn(name, Presence.OPTIONAL, "");
  }
}
