package org.transferability.job.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;
import org.transferability.study.Study;

/** A table, view or query that the session has resolved; nothing of it is read yet. */
final class SessionTable {
  private static final int MOST_NAMED = 20;

  private final Role role;
  private final String label;
  private final Optional<String> version;
  private final StructField[] fields;
  private final Dataset<Row> rows;

  private SessionTable(Role role, String label, Optional<String> version, Dataset<Row> rows) {
    this.role = role;
    this.label = label;
    this.version = version;
    this.fields = rows.schema().fields();
    // numbers are names that no column of the table has to quote, and that differ
    this.rows =
        rows.toDF(
            IntStream.range(0, fields.length)
                .mapToObj(SessionTable::number)
                .toArray(String[]::new));
  }

  /**
   * Resolves a table. A Delta or Iceberg table is read as of the version that it has now.
   *
   * @throws InputException if there is none, or the query is wrong
   */
  static SessionTable of(SparkSession spark, Role role, Study.Table table) {
    boolean isName = table.form() == Study.Table.Form.NAME;
    String label = isName ? "table " + table.text() : "the query of --" + role.query();
    try {
      if (!isName) {
        return new SessionTable(role, label, Optional.empty(), query(spark, table.text()));
      }
      Dataset<Row> current = spark.table(table.text());
      Optional<Snapshot> snapshot = Snapshot.of(spark, table.text());
      return new SessionTable(
          role,
          label,
          snapshot.map(Snapshot::toString),
          snapshot.isEmpty() ? current : snapshot.get().rows(spark));
    } catch (Exception e) { // Spark's exceptions are checked in Java, but not in Scala
      throw TableMistake.of(
          label, isName ? "a table or view that the Spark session can read" : "a query", e);
    }
  }

  /** As a part of another query, so that nothing but a query is accepted. */
  private static Dataset<Row> query(SparkSession spark, String sql) {
    return spark.sql("SELECT * FROM (\n" + sql.strip().replaceAll("(\\s*;)+$", "") + "\n)");
  }

  /** What messages call it. */
  String label() {
    return label;
  }

  /** The same with its version, if it has one. */
  String labelWithVersion() {
    return label + version.map(v -> ", " + v).orElse("");
  }

  Role role() {
    return role;
  }

  /** The rows; column i has the name {@link #number}. */
  Dataset<Row> rows() {
    return rows;
  }

  private static String number(int index) {
    return "c" + index;
  }

  static Column column(int index) {
    return functions.col(number(index));
  }

  String name(int index) {
    return fields[index].name();
  }

  private DataType type(int index) {
    return fields[index].dataType();
  }

  /** Whether there is a column of this name. */
  boolean has(String name) {
    return Arrays.stream(fields).anyMatch(field -> field.name().equals(name));
  }

  /**
   * The index of a column.
   *
   * @throws InputException if there is none of this name, or several
   */
  int index(String name) {
    int[] found = IntStream.range(0, fields.length).filter(i -> name(i).equals(name)).toArray();
    if (found.length == 1) {
      return found[0];
    }
    if (found.length > 1) {
      throw new InputException(
          "Cannot read %s: expected the column '%s' once, found several columns of this name"
              .formatted(label, name));
    }
    List<String> names = Arrays.stream(fields).map(StructField::name).toList();
    List<String> named = names.subList(0, Math.min(MOST_NAMED, names.size()));
    throw new InputException(
        "Cannot read %s: expected a column '%s', found %s%s%s; a query can rename a column (--%s 'SELECT ... AS %s FROM ...')"
            .formatted(
                label,
                name,
                named.isEmpty() ? "no column" : String.join(", ", named),
                names.size() == named.size()
                    ? ""
                    : " and %,d more".formatted(names.size() - named.size()),
                NearestName.of(name, names)
                    .map(near -> " (did you mean '" + near + "'?)")
                    .orElse(""),
                role.query(),
                name));
  }

  /**
   * The index of a column of one of some types.
   *
   * @throws InputException if it has another type
   */
  int index(String name, ColumnUse use) {
    int index = index(name);
    if (!use.accepts(type(index))) {
      throw new InputException(
          "Cannot read column '%s' of %s: expected %s, found %s; a query can convert a column (--%s 'SELECT CAST(...) AS %s, ... FROM ...')"
              .formatted(
                  name, label, use.inWords(), type(index).simpleString(), role.query(), name));
    }
    return index;
  }

  /**
   * The columns that are not in a list, as far as Parquet files can hold them.
   *
   * @param leftOut receives the others with their types
   */
  List<Integer> others(List<Integer> used, List<String> leftOut) {
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      if (used.contains(i)) {
        continue;
      }
      if (ColumnUse.LABELS.accepts(type(i))) {
        others.add(i);
      } else {
        leftOut.add("'%s' (%s)".formatted(name(i), type(i).simpleString()));
      }
    }
    return others;
  }

  /**
   * Requires names that Spark can distinguish in a file.
   *
   * @throws InputException if two differ by case only, or not at all
   */
  void requireDistinct(List<Integer> columns) {
    Set<String> seen = new HashSet<>();
    for (int column : columns) {
      String name = name(column);
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new InputException(
            "Cannot read %s: expected names of columns that differ by more than case, found %s"
                .formatted(
                    label,
                    columns.stream()
                        .map(this::name)
                        .filter(other -> other.equalsIgnoreCase(name))
                        .map(other -> "'" + other + "'")
                        .collect(Collectors.joining(" and "))));
      }
    }
  }
}
