package org.transferability.job.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.transferability.read.FeatureColumns;
import org.transferability.read.Footers;
import org.transferability.read.tree.Listing;
import org.transferability.study.Columns;
import org.transferability.study.InputException;

/**
 * The copy of a table as a tree of Parquet files: {@code source=NAME/dataset=NAME/part-*.parquet},
 * or {@code dataset=NAME/part-*.parquet} for labels. Which rows a file has, and in which order,
 * depends on the rows alone: those of a set with more than {@value #ROWS_OF_A_PART} rows are
 * distributed by a hash of the id, and every file is sorted by id. So the scores do not depend on
 * how the table is stored, nor on the number of cores.
 */
final class TableCopy {
  /** Of 1,024 float32: 128 MB, which one task sorts. */
  private static final int ROWS_OF_A_PART = 1 << 15;

  private static final int MOST_PARTITIONS = 10_000;
  private static final long ROW_GROUP = 64L << 20;

  private static final String BUCKETS = "buckets";

  private final SparkSession spark;
  private final SessionTable table;
  private final String root;
  private final List<String> keyNames;
  private final List<String> warnings = new ArrayList<>();

  /** A set of rows: the values of the key columns, and their number. */
  private record Keys(List<String> values, long rows) {
    int buckets() {
      return Math.toIntExact((rows + ROWS_OF_A_PART - 1) / ROWS_OF_A_PART);
    }
  }

  /**
   * A copy to be made.
   *
   * @param root of the tree, a Hadoop path; nothing is there yet
   */
  TableCopy(SparkSession spark, SessionTable table, String root) {
    this.spark = spark;
    this.table = table;
    this.root = root;
    this.keyNames = IntStream.range(0, table.role().keys().size()).mapToObj(k -> "k" + k).toList();
  }

  String root() {
    return root;
  }

  /** Columns that were not copied because they cannot be targets, as a sentence. */
  List<String> warnings() {
    return warnings;
  }

  /**
   * Makes the copy.
   *
   * @param columns the names of the columns with a role
   * @param others whether columns without a role are labels
   * @param selected whether a set, given by the values of the key columns, is copied
   * @throws InputException if a column is missing or wrong, or no row is selected
   */
  void write(Columns columns, boolean others, Predicate<List<String>> selected) throws IOException {
    List<Integer> keys = new ArrayList<>();
    for (String key : table.role().keys()) {
      keys.add(table.index(key, ColumnUse.NAME));
    }
    List<Integer> copied = new ArrayList<>();
    int id = table.index(columns.id(), ColumnUse.ID);
    copied.add(id);
    if (table.role() == Role.FEATURES) {
      copied.add(table.index(columns.features(), ColumnUse.FEATURES));
      if (table.has(columns.prediction())) {
        copied.add(table.index(columns.prediction(), ColumnUse.PREDICTION));
      }
    }
    requireNoKey(copied);
    if (others) {
      addOthers(keys, copied);
    }
    List<Integer> all = new ArrayList<>(keys);
    all.addAll(copied);
    table.requireDistinct(all);
    try {
      copy(keys, id, copied, selected);
    } catch (IOException | InputException e) {
      throw e;
    } catch (Exception e) { // Spark's exceptions are checked in Java, but not in Scala
      throw TableMistake.of(table.label(), "rows that Spark can read", e);
    }
  }

  private void requireNoKey(List<Integer> columns) {
    for (int column : columns) {
      if (table.role().keys().contains(table.name(column))) {
        throw new InputException(
            "Cannot read %s: expected the column '%s' to be the %s of a row, found it as the column of ids, features or predictions"
                .formatted(table.label(), table.name(column), table.name(column)));
      }
    }
  }

  private void addOthers(List<Integer> keys, List<Integer> copied) {
    List<Integer> used = new ArrayList<>(keys);
    used.addAll(copied);
    List<String> leftOut = new ArrayList<>();
    copied.addAll(table.others(used, leftOut));
    if (!leftOut.isEmpty()) {
      warnings.add(
          "%s: columns that are not targets: %s; a target is a number, a boolean or a list of them"
              .formatted(table.label(), String.join(", ", leftOut)));
    }
  }

  private void copy(
      List<Integer> keys, int id, List<Integer> copied, Predicate<List<String>> selected)
      throws IOException {
    Dataset<Row> rows = table.rows();
    for (int k = 0; k < keys.size(); k++) {
      // not null, so that Spark sorts by the column itself when it writes folders
      Column text = SessionTable.column(keys.get(k)).cast(DataTypes.StringType);
      rows = rows.withColumn(keyNames.get(k), functions.coalesce(text, functions.lit("")));
    }
    List<Keys> sets = select(sets(rows, id), selected);
    Dataset<Row> wanted =
        functions.broadcast(
            spark.createDataFrame(sets.stream().map(TableCopy::row).toList(), schema()));
    int parts = sets.stream().mapToInt(Keys::buckets).sum();
    List<Column> shuffled = new ArrayList<>(keyColumns());
    shuffled.add(
        functions.pmod(functions.xxhash64(SessionTable.column(id)), functions.col(BUCKETS)));
    List<Column> result = new ArrayList<>();
    for (int k = 0; k < keys.size(); k++) {
      result.add(functions.col(keyNames.get(k)).as(table.role().keys().get(k)));
    }
    for (int column : copied) {
      result.add(SessionTable.column(column).as(table.name(column)));
    }
    List<Column> order = new ArrayList<>();
    table.role().keys().forEach(name -> order.add(quoted(name)));
    order.add(quoted(table.name(id)));
    rows.join(wanted, keyNames.toArray(String[]::new))
        .repartition(Math.min(parts, MOST_PARTITIONS), shuffled.toArray(Column[]::new))
        .select(result.toArray(Column[]::new))
        .sortWithinPartitions(order.toArray(Column[]::new))
        .write()
        .mode(SaveMode.ErrorIfExists)
        .option("compression", "snappy")
        .option("parquet.block.size", ROW_GROUP)
        .option("maxRecordsPerFile", 0)
        .partitionBy(table.role().keys().toArray(String[]::new))
        .parquet(root);
    requireVisible(sets.stream().mapToLong(Keys::rows).sum());
  }

  /** The sets of rows, sorted by the values of the key columns. */
  private List<Keys> sets(Dataset<Row> rows, int id) {
    Column[] order = keyColumns().toArray(Column[]::new);
    List<Keys> sets = new ArrayList<>();
    for (Row row :
        rows.groupBy(order)
            .agg(functions.count(functions.lit(1)), functions.count(SessionTable.column(id)))
            .sort(order)
            .collectAsList()) {
      List<String> values = new ArrayList<>();
      for (int k = 0; k < order.length; k++) {
        if (row.getString(k).isBlank()) {
          throw new InputException(
              "Cannot read column '%s' of %s: expected a name in each row, found null or a blank one in %,d rows"
                  .formatted(table.role().keys().get(k), table.label(), row.getLong(order.length)));
        }
        values.add(row.getString(k));
      }
      long rowsOfSet = row.getLong(order.length);
      long nulls = rowsOfSet - row.getLong(order.length + 1);
      if (nulls > 0) {
        throw new InputException(
            "Cannot read column '%s' of %s: expected an id in each row, found null in %,d rows (%s)"
                .formatted(table.name(id), table.label(), nulls, words(values)));
      }
      sets.add(new Keys(values, rowsOfSet));
    }
    return sets;
  }

  private List<Keys> select(List<Keys> sets, Predicate<List<String>> selected) {
    if (sets.isEmpty()) {
      throw new InputException(
          "Cannot read %s: expected rows, found none".formatted(table.label()));
    }
    List<Keys> chosen = sets.stream().filter(set -> selected.test(set.values())).toList();
    if (chosen.isEmpty()) {
      throw new InputException(
          "Cannot score: expected rows of %s that are selected, found %,d sets of rows, none of which is, such as %s; see --sources, --datasets, and the study's include and exclude"
              .formatted(table.label(), sets.size(), words(sets.get(0).values())));
    }
    return chosen;
  }

  private String words(List<String> values) {
    List<String> words = new ArrayList<>();
    for (int k = 0; k < values.size(); k++) {
      words.add("%s '%s'".formatted(table.role().keys().get(k), values.get(k)));
    }
    return String.join(", ", words);
  }

  /**
   * On a cluster, a path of the local file system may be another folder on each machine. Rows that
   * executors wrote to folders of their own would be missing from the scores.
   */
  private void requireVisible(long rows) throws IOException {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    if (spark.sparkContext().isLocal()
        || !(new Path(root).getFileSystem(conf) instanceof LocalFileSystem)) {
      return;
    }
    long found = 0;
    for (Listing.Found file : Listing.of(conf, root)) {
      found += Footers.shape(conf, file.file(), new FeatureColumns(null, null, null)).rows();
    }
    if (found < rows) {
      throw new InputException(
          "Cannot copy %s: expected a directory that all executors and the driver share, found %,d of %,d rows there (%s); choose another one by --scratch"
              .formatted(table.label(), found, rows, root));
    }
  }

  private static Row row(Keys set) {
    List<Object> values = new ArrayList<>(set.values());
    values.add(set.buckets());
    return RowFactory.create(values.toArray());
  }

  private StructType schema() {
    StructType schema = new StructType();
    for (String key : keyNames) {
      schema = schema.add(key, DataTypes.StringType);
    }
    return schema.add(BUCKETS, DataTypes.IntegerType);
  }

  private List<Column> keyColumns() {
    return keyNames.stream().map(key -> functions.col(key)).toList();
  }

  private static Column quoted(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** A text that may name files of the copy, with the table and the set in their place. */
  String named(String text) {
    return named(text, table.label());
  }

  /** The same for a record of the run, with the version of the table. */
  String namedWithVersion(String text) {
    return named(text, table.labelWithVersion());
  }

  private String named(String text, String label) {
    if (!text.contains(root)) {
      return text;
    }
    String at = Pattern.quote(root);
    String file = at + "/([^\\n]*?)/part-\\d+-[^/\\s]*?\\.parquet(, row \\d+(?=, id ))?";
    return text.replaceAll(file, Matcher.quoteReplacement(label) + ", $1")
        .replaceAll(at, Matcher.quoteReplacement(label));
  }
}
