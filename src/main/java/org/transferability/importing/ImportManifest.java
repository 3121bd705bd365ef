package org.transferability.importing;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transferability.importing.source.LeftOut;

/**
 * manifest.json: the tables that were written and their input files. Keys are the names below in
 * snake_case. It is the same for every import of the same files, with any number of threads.
 *
 * @param tool name and version
 * @param options as the import used them
 * @param tables the tables that were written, in order of kind, dataset and source
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportManifest(String tool, Map<String, Object> options, List<Table> tables) {
  public ImportManifest {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    tables = List.copyOf(tables);
  }

  /**
   * One table of the output.
   *
   * @param kind {@code features} or {@code targets}
   * @param source null for targets
   * @param ids their origin: {@code row number}, a column or a file
   * @param order of several files, which determines the row numbers; null for one file
   * @param leftOut columns that were omitted although no option excludes them
   * @param rowsWithMissing rows in which some number is missing (NaN, null, an empty cell)
   * @param rowsOfOtherDatasets rows of the files that were omitted, as a column names another
   *     dataset
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Table(
      String kind,
      String source,
      String dataset,
      long rows,
      String ids,
      String order,
      List<Column> columns,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LeftOut> leftOut,
      long rowsWithMissing,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long rowsOfOtherDatasets,
      List<Read> inputs,
      List<Written> files) {}

  /** A column, its number of values per row, and their type. */
  public record Column(String name, int width, String type) {}

  /** A file that was read: its role in the table, the form of its numbers, its checksum. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Read(
      String role, String path, String member, String format, long bytes, String sha256) {}

  /** A file that was written. */
  public record Written(String path, long rows, long bytes, String sha256) {}
}
