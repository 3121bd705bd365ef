package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/**
 * Views and queries as input: the scores of files with the same rows, one line for a wrong table,
 * and nothing remains of the copy.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TablesSparkTest {
  private static final int ROWS = 150;

  private SparkSession spark;
  private Path folder;
  private Path features;
  private Path targets;
  private TableRuns runs;

  @BeforeAll
  void writeTables(@TempDir Path temporary) {
    folder = temporary;
    runs = new TableRuns(folder);
    features = folder.resolve("features");
    targets = folder.resolve("targets");
    spark = TestSpark.local(2);
    TestZoo zoo = new TestZoo(spark, ROWS);
    zoo.writeFeatures(features, "plain", TestZoo.Encoding.FLOATS, zoo.shuffled(1), 3);
    zoo.shiftFeatures(0.5);
    zoo.writeFeatures(features, "its \"other\" %", TestZoo.Encoding.FLOATS, zoo.order(), 1);
    zoo.writeTargets(targets, zoo.shuffled(2), 2);
    spark.read().parquet(features.toString()).createOrReplaceTempView("good_features");
    spark.read().parquet(targets.toString()).createOrReplaceTempView("good_targets");
  }

  @AfterAll
  void dropViews() {
    spark.catalog().dropTempView("good_features");
    spark.catalog().dropTempView("good_targets");
  }

  private TableRuns.Run ofFiles(String... more) throws IOException {
    return runs.score(
        Stream.concat(
                Stream.of("--features", features.toString(), "--targets", targets.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void queriesWithOtherTypesOfFeatures() throws IOException {
    TableRuns.Run files = ofFiles("--folds", "4");
    TableRuns.Run query =
        runs.score(
            "--features-query",
            "WITH f AS (SELECT * FROM good_features) -- a comment\nSELECT source, dataset,"
                + " CAST(id AS INT) AS id, CAST(features AS ARRAY<DOUBLE>) AS features, prediction"
                + " FROM f; ",
            "--targets-query",
            "SELECT * FROM good_targets ORDER BY single",
            "--folds",
            "4",
            "--scratch",
            folder.resolve("scratch").toString());
    TableRuns.assertSame(files, query);
    assertEquals(List.of(), TableRuns.names(folder.resolve("scratch")));
    TableRuns.Run some =
        runs.score(
            "--features",
            features.toString(),
            "--targets-table",
            "parquet.`" + targets + "`",
            "--sources",
            "pl*");
    assertEquals("plain", some.rows().get(0)[0]);
  }

  @Test
  void labelsInTheTableOfTheFeatures() throws IOException {
    spark
        .sql(
            "SELECT f.*, t.single, t.pair, t.gaps, CONCAT('s', f.id % 5) AS subject, MAP(1, 2) AS m"
                + " FROM good_features f JOIN good_targets t USING (dataset, id)")
        .drop("prediction")
        .createOrReplaceTempView("together");
    Path tree = folder.resolve("together");
    spark.table("together").drop("m").write().partitionBy("source", "dataset").parquet(tree + "");
    String[] options = {"--fold-column", "subject", "--target-names", "single,pair"};
    TableRuns.Run files =
        runs.score(
            Stream.concat(Stream.of("--features", tree + ""), Arrays.stream(options))
                .toArray(String[]::new));
    TableRuns.Run table =
        runs.score(
            Stream.concat(Stream.of("--features-table", "together"), Arrays.stream(options))
                .toArray(String[]::new));
    TableRuns.assertSame(files, table);
    assertTrue(table.outcome().err().contains("'m' (map<int,int>)"), table.outcome().err());
    spark.catalog().dropTempView("together");
  }

  @Test
  void vectorsAndPackedBytes() throws IOException {
    TestZoo zoo = new TestZoo(spark, 60);
    Path files = folder.resolve("encodings");
    zoo.writeTargets(files.resolve("targets"), zoo.order(), 1);
    zoo.writeFeatures(files.resolve("FLOATS"), "s", TestZoo.Encoding.FLOATS, zoo.order(), 1);
    TableRuns.Run expected =
        runs.score("--features", files + "/FLOATS", "--targets", files + "/targets");
    for (TestZoo.Encoding encoding :
        List.of(TestZoo.Encoding.SPARSE_VECTORS, TestZoo.Encoding.PACKED)) {
      Path tree = files.resolve(encoding.name());
      zoo.writeFeatures(tree, "s", encoding, zoo.shuffled(3), 2);
      TableRuns.Run table =
          runs.score("--features-table", "parquet.`" + tree + "`", "--targets", files + "/targets");
      TableRuns.assertSame(expected, table);
    }
  }

  private void assertFails(String[] options, String... parts) throws IOException {
    TableRuns.Run run = runs.run(options);
    String err = run.outcome().err();
    assertEquals(ExitCode.USAGE, run.outcome().exitCode(), err);
    List<String> lines = err.lines().filter(line -> !line.startsWith("warning: ")).toList();
    assertEquals(1, lines.size(), err);
    for (String part : parts) {
      assertTrue(lines.get(0).contains(part), () -> "expected '" + part + "' in: " + err);
    }
    assertFalse(err.contains(folder.toString()), err);
    assertEquals(List.of(), TableRuns.names(run.out().getParent()), err);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* EXCEPT (features), features AS feature | expected a column 'features'; did you mean 'feature'",
        "* EXCEPT (dataset) | expected a column 'dataset', found id, features, prediction, source",
        "* EXCEPT (features), 'text' AS features | column 'features' of the query of --features-query: expected features; string",
        "* EXCEPT (id), id / 2 AS id | column 'id'; expected ids (text or whole numbers); double",
        "* EXCEPT (source), 1.5D AS source | column 'source'; expected text or whole numbers; double",
        "* EXCEPT (source), IF(id = 3, NULL, source) AS source | column 'source'; found null or a blank one in 2 rows",
        "* EXCEPT (id), IF(id = 3, NULL, id) AS id | column 'id'; found null in 1 rows; dataset 'd'",
        "* EXCEPT (id), IF(id = 3, 4, id) AS id | id 4; twice; the query of --features-query, source=",
        "* EXCEPT (features), IF(id = 3, NULL, features) AS features | features; found null; id 3; the query of --features-query, source=",
        "* EXCEPT (features), IF(id = 3, slice(features, 1, 5), features) AS features | expected 12 values; found 5; id 3",
        "* EXCEPT (features), transform(features, x -> IF(id = 3, DOUBLE('NaN'), x)) AS features | found NaN; id 3",
        "*, 5 AS id | 'id' once",
        "nosuch | a query; nosuch",
      })
  void wrongColumnsOfFeatures(String columns, String parts) throws IOException {
    assertFails(
        new String[] {
          "--features-query",
          "SELECT " + columns + " FROM good_features",
          "--targets-table",
          "good_targets"
        },
        parts.split("; "));
  }

  @Test
  void wrongTablesAndOptions() throws IOException {
    String table = "--features-table";
    assertFails(new String[] {table, "lab.nosuch"}, "table lab.nosuch", "found none of this name");
    assertFails(new String[] {table, "nosuch.lab.t"}, "table nosuch.lab.t");
    assertFails(new String[] {table, "a b"}, "table a b");
    assertFails(new String[] {table, " "}, "blank");
    String[] drop = {"--features-query", "DROP VIEW good_features"};
    assertFails(drop, "expected a query");
    String good = "good_features";
    assertTrue(spark.catalog().tableExists(good));
    assertFails(
        new String[] {table, good, "--features", "x"}, "both --features and --features-table");
    assertFails(
        new String[] {table, good, "--features-query", "x"}, "or --features-query, found both");
    assertFails(new String[] {table, good, "--state", "x"}, "--state", "partitionBy");
    assertFails(new String[] {table, good, "--dry-run"}, "--dry-run", "partitionBy");
    assertFails(new String[] {"--features", "x", "--scratch", "x"}, "neither a table nor a query");
    assertFails(
        new String[] {table, good, "--targets-table", "good_targets", "--sources", "x*"},
        "expected rows of table good_features that are selected",
        "such as source");
    assertFails(
        new String[] {table, good, "--targets-query", "SELECT * FROM good_targets WHERE id < 0"},
        "the query of --targets-query: expected rows, found none");
    assertFails(
        new String[] {
          table, good, "--targets-query", "SELECT 'e' AS dataset, id, single FROM good_targets"
        },
        "expected its labels in the query of --targets-query/dataset=d");
    assertFails(
        new String[] {table, good, "--targets-query", "SELECT *, 1 AS SINGLE FROM good_targets"},
        "differ by more than case",
        "'single' and 'SINGLE'");
    assertFails(
        new String[] {
          table,
          good,
          "--targets-query",
          "SELECT *, IF(id = 3, DOUBLE('Infinity'), 1) AS y FROM good_targets"
        },
        "infinity",
        "the query of --targets-query, dataset=d",
        "id 3");
  }
}
