package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;

/** The SQL function cv_mse gives what jobs/score gives with the same folds. */
final class CvMseSqlSparkTest {
  private static final String ZOO = "src/demo/zoo";
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = TestSpark.withFunctions();
    spark.read().parquet(ZOO + "/features").createOrReplaceTempView("zoo");
    spark.read().parquet(ZOO + "/targets").createOrReplaceTempView("labels");
  }

  @AfterAll
  static void restore() {
    TestSpark.restore();
  }

  @Test
  void foldsAndErrorsAreThoseOfTheJob(@TempDir Path folder) throws IOException {
    String out = folder.resolve("out").toString();
    TestZoo.Outcome run =
        TestZoo.score(
            "--features",
            ZOO + "/features",
            "--targets",
            ZOO + "/targets",
            "--sources",
            "src0[0-3]",
            "--target-names",
            "x_y",
            "--estimators",
            "cv-mse",
            "--lambda",
            "1e-3r",
            "--folds",
            "4",
            "--out",
            out);
    assertEquals(0, run.exitCode(), run.err());
    List<String> lines = Files.readAllLines(Path.of(out, "scores.csv"));
    List<String> names = List.of(lines.get(0).split(",", -1));
    Map<String, Double> expected = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      expected.put(cells[0], Double.parseDouble(cells[names.indexOf("score")]));
    }
    assertEquals(4, expected.size());
    for (Row row :
        spark
            .sql(
                "SELECT source, cv_mse(features, x_y, z.id, '1e-3r', 4) FROM zoo z JOIN labels l ON"
                    + " z.id = l.id WHERE source < 'src04' GROUP BY source")
            .collectAsList()) {
      double score = expected.get(row.getString(0));
      assertEquals(score, row.getDouble(1), Math.abs(score) * 1e-11, row.getString(0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cv_mse(features, x_y, features, 1, 5)",
        "cv_mse(features, x_y, z.id, 1, 1)",
        "cv_mse(features, x_y, z.id, 1, z.id)",
        "cv_mse(features, x_y, z.id, -1, 5)",
        "cv_mse(features, x_y, z.id, 1)"
      })
  void wrongArgumentsAreErrorsOfAnalysis(String function) {
    assertThrows(
        AnalysisException.class,
        () -> spark.sql("SELECT " + function + " FROM zoo z JOIN labels l ON z.id = l.id"));
  }

  @Test
  void oneFoldWithRowsGivesNull() {
    assertTrue(
        spark
            .sql(
                "SELECT cv_mse(features, x_y, 'the same', 1, 5) FROM zoo z JOIN labels l ON z.id ="
                    + " l.id WHERE source = 'src00' AND z.id < 40")
            .head()
            .isNullAt(0));
  }
}
