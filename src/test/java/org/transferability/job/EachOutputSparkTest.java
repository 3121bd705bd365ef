package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/** Outputs of a list as targets score as columns of their own do. */
final class EachOutputSparkTest {
  private static Map<String, String> scores(Path dir, String name, String targets, String... more)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--quiet",
                "--features",
                dir.resolve("f").toString(),
                "--targets",
                dir.resolve(targets).toString(),
                "--out",
                dir.resolve(name).toString()));
    arguments.addAll(List.of(more));
    TestZoo.Outcome outcome = TestZoo.score(arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    Map<String, String> scores = new TreeMap<>();
    for (String[] row : TestZoo.csv(dir.resolve(name))) {
      scores.put(String.join(" ", row[0], row[2], row[3], row[4]), row[5]);
    }
    return scores;
  }

  @Test
  void outputsScoreAsColumns(@TempDir Path dir) throws IOException {
    try (SparkSession spark = TestSpark.local(2)) {
      TestZoo zoo = new TestZoo(spark, 120);
      zoo.writeFeatures(dir.resolve("f"), "s", TestZoo.Encoding.DOUBLES, zoo.order(), 1);
      zoo.writeFeatures(dir.resolve("f"), "t", TestZoo.Encoding.DOUBLES, zoo.order(), 1);
      List<Row> lists = new ArrayList<>();
      List<Row> columns = new ArrayList<>();
      for (int i : zoo.order()) {
        double[] v = {zoo.single[i], zoo.pair[i][1] - zoo.single[i], 1e3 * zoo.pair[i][0]};
        lists.add(RowFactory.create((long) i, v, zoo.pair[i]));
        columns.add(RowFactory.create((long) i, v[0], v[1], v[2]));
      }
      StructType id = new StructType().add("id", DataTypes.LongType);
      zoo.write(
          lists,
          id.add("v", DataTypes.createArrayType(DataTypes.DoubleType))
              .add("w", DataTypes.createArrayType(DataTypes.DoubleType)),
          dir.resolve("lists").resolve("dataset=d"),
          1);
      zoo.write(
          columns,
          id.add("v0", DataTypes.DoubleType)
              .add("v1", DataTypes.DoubleType)
              .add("v2", DataTypes.DoubleType),
          dir.resolve("columns").resolve("dataset=d"),
          1);
      String[] estimators = {"--estimators", "cv-r2,cv-mse,gcv,logme,linear-mse"};
      Map<String, String> apart = scores(dir, "out-columns", "columns", estimators);
      Map<String, String> found =
          scores(dir, "out-lists", "lists", estimators[0], estimators[1], "--each-output");
      Map<String, String> together = scores(dir, "out-together", "lists", estimators);
      together.forEach((key, score) -> assertEquals(score, found.get(key), key));
      int compared = 0;
      for (Map.Entry<String, String> score : apart.entrySet()) {
        String key = score.getKey().replaceFirst("v(\\d)", "v[$1]");
        double expected = Double.parseDouble(score.getValue());
        double output = Double.parseDouble(found.get(key));
        assertEquals(expected, output, 1e-10 * Math.abs(expected), key);
        compared++;
      }
      assertEquals(2 * 3 * 6, compared);
      // two columns, three and two outputs
      assertEquals(2 * (2 + 5) * 6, found.size());
      List<String> summary = Files.readAllLines(dir.resolve("out-lists").resolve("outputs.csv"));
      assertEquals(1 + 2 * 2 * 6, summary.size());
      assertTrue(summary.get(1).startsWith("s,d,v,cv-mse,best,3,"), summary.get(1));
    }
  }

  @Test
  void aColumnWithTheNameOfAnOutputIsRefused(@TempDir Path dir) throws IOException {
    try (SparkSession spark = TestSpark.local(2)) {
      TestZoo zoo = new TestZoo(spark, 60);
      zoo.writeFeatures(dir.resolve("f"), "s", TestZoo.Encoding.DOUBLES, zoo.order(), 1);
      List<Row> rows = new ArrayList<>();
      for (int i : zoo.order()) {
        rows.add(RowFactory.create((long) i, zoo.pair[i], zoo.single[i]));
      }
      StructType columns =
          new StructType()
              .add("id", DataTypes.LongType)
              .add("v", DataTypes.createArrayType(DataTypes.DoubleType))
              .add("v[0]", DataTypes.DoubleType);
      zoo.write(rows, columns, dir.resolve("t").resolve("dataset=d"), 1);
      List<String> arguments =
          List.of("--features", dir + "/f", "--targets", dir + "/t", "--out", dir + "/out");
      assertEquals(ExitCode.OK, TestZoo.score(arguments.toArray(String[]::new)).exitCode());
      List<String> each = new ArrayList<>(arguments);
      each.addAll(List.of("--each-output", "--overwrite"));
      TestZoo.Outcome outcome = TestZoo.score(each.toArray(String[]::new));
      assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
      assertTrue(outcome.err().contains("an output of a list, found 'v[0]'"), outcome.err());
    }
  }
}
