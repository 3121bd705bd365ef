package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.delta.sql.DeltaSparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;
import scala.runtime.BoxedUnit;

/**
 * Tables of Delta and Iceberg after deletes, inserts and overwrites: the scores of files with the
 * same rows. The libraries are those for Spark 4.1.
 */
@Tag("stress")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LakeTablesSparkTest {
  private static final int ROWS = 150;

  private SparkSession spark;
  private Path folder;
  private TableRuns runs;

  @BeforeAll
  void writeFiles(@TempDir Path temporary) {
    assumeTrue(TestSpark.local(2).version().startsWith("4.1."), "Delta and Iceberg for Spark 4.1");
    folder = temporary;
    runs = new TableRuns(folder);
    spark =
        TestSpark.another(
            SparkSession.builder()
                .withExtensions(
                    extensions -> {
                      new DeltaSparkSessionExtension().apply(extensions);
                      return BoxedUnit.UNIT;
                    })
                .config(
                    "spark.sql.catalog.spark_catalog",
                    "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.databricks.delta.snapshotPartitions", "1")
                .config("spark.sql.catalog.ice", "org.apache.iceberg.spark.SparkCatalog")
                .config("spark.sql.catalog.ice.type", "hadoop")
                .config("spark.sql.catalog.ice.warehouse", folder.resolve("ice").toString()));
    TestZoo zoo = new TestZoo(spark, ROWS);
    Path features = folder.resolve("features");
    zoo.writeFeatures(features, "plain", TestZoo.Encoding.FLOATS, zoo.shuffled(1), 3);
    zoo.shiftFeatures(0.5);
    zoo.writeFeatures(features, "other", TestZoo.Encoding.FLOATS, zoo.order(), 1);
    zoo.writeTargets(folder.resolve("targets"), zoo.shuffled(2), 2);
    for (String tree : List.of("features", "targets")) {
      spark.read().parquet(folder.resolve(tree).toString()).createOrReplaceTempView("good_" + tree);
    }
  }

  @AfterAll
  void restore() {
    if (spark != null) {
      for (String table : List.of("features", "targets")) {
        spark.sql("DROP TABLE IF EXISTS lake_test_" + table);
        spark.catalog().dropTempView("good_" + table);
        spark.catalog().dropTempView("wrong_" + table);
      }
      TestSpark.restore();
    }
  }

  /** The rows of a view, some of them wrong, and rows that must be deleted. */
  private Dataset<Row> withWrongRows(String view, String column, String wrong) {
    List<String> select = new ArrayList<>();
    for (String name : spark.table(view).columns()) {
      select.add(
          name.equals(column)
              ? "IF(id %% 7 = 0, %s, %s) AS %s".formatted(wrong, name, name)
              : name);
    }
    Dataset<Row> rows = spark.table(view).selectExpr(select.toArray(String[]::new));
    return rows.unionByName(rows.withColumn("id", rows.col("id").plus(1000)));
  }

  private void change(String table, String view, String column) {
    spark.sql("DELETE FROM %s WHERE id >= 1000".formatted(table));
    spark.sql("DELETE FROM %s WHERE id %% 7 = 0".formatted(table));
    String columns = String.join(", ", spark.table(table).columns());
    spark.sql("INSERT INTO %s SELECT %s FROM %s WHERE id %% 7 = 0".formatted(table, columns, view));
    String check = "SELECT id, dataset, %s FROM %s";
    assertEquals(
        0,
        spark
            .sql(check.formatted(column, table))
            .except(spark.sql(check.formatted(column, view)))
            .count());
  }

  @Test
  void deltaAndIcebergTablesAfterChanges() throws IOException {
    TableRuns.Run files =
        runs.score("--features", folder + "/features", "--targets", folder + "/targets");
    for (String table : List.of("features", "targets")) {
      String column = table.equals("features") ? "features" : "single";
      String wrong = table.equals("features") ? "CAST(array(1, 2, 3) AS ARRAY<FLOAT>)" : "1e9";
      Dataset<Row> first = withWrongRows("good_" + table, column, wrong);
      String delta = "lake_test_" + table;
      first
          .repartition(3)
          .write()
          .format("delta")
          .option("path", folder.resolve("delta-" + table).toString())
          .option("delta.enableDeletionVectors", "true")
          .saveAsTable(delta);
      change(delta, "good_" + table, column);
      String ice = "ice.lab." + table;
      first.createOrReplaceTempView("wrong_" + table);
      spark.sql(
          "CREATE TABLE %s USING iceberg TBLPROPERTIES ('format-version'='2', 'write.delete.mode'='merge-on-read') AS SELECT * FROM wrong_%s"
              .formatted(ice, table));
      change(ice, "good_" + table, column);
    }

    TableRuns.Run delta =
        runs.score(
            "--features-table", "lake_test_features", "--targets-table", "lake_test_targets");
    TableRuns.assertSame(files, delta);
    assertEquals("lake_test_features", delta.record().at("/options/features-table").asText());
    assertEquals(
        "table lake_test_targets, Delta version 3, dataset=d",
        delta.record().at("/inputs/0/paths/0").asText());
    assertEquals("copy tables", delta.record().at("/steps/0/name").asText());

    // the same rows in other files and another order
    spark.sql("OPTIMIZE lake_test_features");
    spark
        .table("lake_test_targets")
        .sort("single")
        .repartition(5)
        .write()
        .format("delta")
        .mode("overwrite")
        .saveAsTable("lake_test_targets");
    TableRuns.Run again =
        runs.score(
            "--features-table", "lake_test_features", "--targets-table", "lake_test_targets");
    assertEquals(
        "table lake_test_targets, Delta version 4, dataset=d",
        again.record().at("/inputs/0/paths/0").asText());
    assertEquals(delta.scores(), again.scores());

    TableRuns.Run iceberg =
        runs.score("--features-table", "ice.lab.features", "--targets-table", "ice.lab.targets");
    assertEquals(delta.scores(), iceberg.scores());
    String input = iceberg.record().at("/inputs/0/paths/0").asText();
    assertTrue(input.matches("table ice.lab.targets, Iceberg snapshot \\d+, dataset=d"), input);
  }
}
