package org.transferability.job.table;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The version of a Delta table, or the snapshot of an Iceberg table, that is the current one when a
 * run starts.
 *
 * @param table the name, as SQL has it
 * @param format of the table, with the word for a version
 * @param id of the version
 */
record Snapshot(String table, String format, long id) {
  /** The current one; empty for other tables, views, and files. */
  static Optional<Snapshot> of(SparkSession spark, String table) {
    try {
      if (!spark.catalog().tableExists(table)) { // files, which Spark also reads by a name
        return Optional.empty();
      }
      List<Row> described = spark.sql("DESCRIBE TABLE EXTENDED " + table).collectAsList();
      return switch (value(described, "Provider").toLowerCase(Locale.ROOT)) {
        case "delta" ->
            Optional.of(new Snapshot(table, "Delta version", deltaVersion(spark, table)));
        case "iceberg" -> icebergSnapshot(spark, table);
        default -> Optional.empty();
      };
    } catch (Exception e) { // not every relation can be described; it is read as it is then
      return Optional.empty();
    }
  }

  private static String value(List<Row> pairs, String key) {
    return pairs.stream()
        .filter(row -> key.equals(row.getString(0)) && !row.isNullAt(1))
        .map(row -> row.getString(1))
        .findFirst()
        .orElse("");
  }

  private static long deltaVersion(SparkSession spark, String table) {
    return spark.sql("DESCRIBE HISTORY " + table + " LIMIT 1").select("version").first().getLong(0);
  }

  private static Optional<Snapshot> icebergSnapshot(SparkSession spark, String table) {
    List<Row> properties = spark.sql("SHOW TBLPROPERTIES " + table).collectAsList();
    String id = value(properties, "current-snapshot-id");
    return id.matches("\\d+")
        ? Optional.of(new Snapshot(table, "Iceberg snapshot", Long.parseLong(id)))
        : Optional.empty();
  }

  /** Its rows, whatever is written to the table meanwhile. */
  Dataset<Row> rows(SparkSession spark) {
    return spark.sql("SELECT * FROM " + table + " VERSION AS OF " + id);
  }

  @Override
  public String toString() {
    return format + " " + id;
  }
}
