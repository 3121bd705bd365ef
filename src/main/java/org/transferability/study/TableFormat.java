package org.transferability.study;

import java.util.Optional;

/**
 * Table formats whose Parquet files contain deleted and replaced rows until a clean-up. A log next
 * to the files records which rows belong to the table.
 */
public enum TableFormat {
  DELTA("Delta", "spark.read.format(\"delta\").load(\"%s\")"),
  ICEBERG("Iceberg", "spark.table(\"<catalog>.<database>.<table>\")"),
  HUDI("Hudi", "spark.read.format(\"hudi\").load(\"%s\")");

  /** Name of the folder with Delta's log. */
  public static final String DELTA_LOG = "_delta_log";

  /** Name of the folder with Hudi's timeline. */
  public static final String HUDI_TIMELINE = ".hoodie";

  /** Name of the folder with Iceberg's metadata, if it contains metadata files. */
  public static final String ICEBERG_METADATA = "metadata";

  private static final String ICEBERG_FILE = ".metadata.json";

  private final String label;
  private final String read;

  TableFormat(String label, String read) {
    this.label = label;
    this.read = read;
  }

  /** The format that a file or folder of this name, in the table's folder, indicates. */
  public static Optional<TableFormat> markedBy(String name) {
    if (name.equals(DELTA_LOG)) {
      return Optional.of(DELTA);
    }
    return name.startsWith(HUDI_TIMELINE) ? Optional.of(HUDI) : Optional.empty();
  }

  /** Whether a file in a folder named {@link #ICEBERG_METADATA} indicates an Iceberg table. */
  public static boolean isIcebergMetadata(String name) {
    return name.contains(ICEBERG_FILE);
  }

  /**
   * The error for a table of this format where Parquet files are expected.
   *
   * @param action such as "list features"
   * @param folder of the table
   */
  public InputException error(String action, String folder) {
    return new InputException(
        "Cannot %s: expected Parquet files without a table format, found the %s table %s, whose files also contain deleted or replaced rows; read it by its name (--features-table and --targets-table of jobs/score), or export its current snapshot with Spark and use that folder, for example %s.write.partitionBy(\"source\", \"dataset\").parquet(\"<new folder>\"), for targets partitionBy(\"dataset\")"
            .formatted(action, label, folder, read.formatted(folder)));
  }
}
