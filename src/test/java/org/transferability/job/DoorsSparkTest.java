package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;
import org.transferability.api.Transferability;
import org.transferability.job.cli.ExitCode;
import org.transferability.ml.RidgeTransferability;
import org.transferability.ml.RidgeTransferabilityModel;
import org.transferability.ml.TransferabilityEvaluator;
import org.transferability.score.Flag;
import org.transferability.score.Flags;
import org.transferability.score.Score;
import org.transferability.study.InputException;

/**
 * A hundred data sets through the job, the SQL functions, the MLlib classes and the Java API: each
 * gives the exact score, or says that it does not know it: by a flag, NULL or an error.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DoorsSparkTest {
  /** A number without a flag has lost half of its digits at most: ten times the flag's limit. */
  private static final double UNFLAGGED = 1e-7;

  /** A number with a flag is still no better than the data allow: relative to the labels. */
  private static final double REFINED = 1e-9;

  /** What is scored: a name, and how SQL, the job and Java ask for it. */
  private record Asked(String estimator, String penalty, String sql) {
    String key() {
      return estimator + " " + penalty;
    }
  }

  private static final List<Asked> ASKED =
      List.of(
          new Asked("linear-mse", "0", "linear_mse(features, y, 0)"),
          new Asked("linear-mse", "0.001", "linear_mse(features, y, 0.001D)"),
          new Asked("gcv", "0", "gcv(features, y, '0')"),
          new Asked("gcv", "0.001", "gcv_of(moments(features, y), '0.001')"),
          new Asked("logme", "", "logme(features, y)"),
          new Asked("origin-gcv", "", "origin_gcv_of(moments(features, y))"));

  /** A score, and whether its door says that it is not to be trusted. */
  private record Found(double score, boolean doubted) {}

  private static final StructType ROWS =
      new StructType()
          .add("source", DataTypes.StringType)
          .add("dataset", DataTypes.StringType)
          .add("id", DataTypes.LongType)
          .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("y", DataTypes.createArrayType(DataTypes.DoubleType));

  private final List<DoorCase> cases = DoorCase.all();
  private final Map<String, Map<String, Double>> exact = new HashMap<>();
  private final Map<String, Map<String, Score>> java = new HashMap<>();
  private SparkSession spark;
  private Dataset<Row> table;
  private Path folder;

  @BeforeAll
  void write(@TempDir Path temporary) {
    folder = temporary;
    spark = TestSpark.withFunctions();
    List<Row> rows = new ArrayList<>();
    for (DoorCase of : cases) {
      for (int r = 0; r < of.features().length; r++) {
        rows.add(RowFactory.create("s", of.name(), (long) r, of.features()[r], of.labels()[r]));
      }
      exact.put(of.name(), exact(of.exact()));
      java.put(of.name(), java(of));
    }
    table = spark.createDataFrame(rows, ROWS).coalesce(1).cache();
    table.createOrReplaceTempView("cases");
    write("features", List.of("source", "dataset"));
    write("y", List.of("dataset"));
  }

  private void write(String column, List<String> by) {
    List<String> columns = new ArrayList<>(by);
    columns.addAll(List.of("id", column));
    table
        .selectExpr(columns.toArray(String[]::new))
        .write()
        .partitionBy(by.toArray(String[]::new))
        .parquet(folder.resolve(column).toString());
  }

  @AfterAll
  void restore() {
    table.unpersist();
    TestSpark.restore();
  }

  private static Map<String, Double> exact(DecimalScores of) {
    return Map.of(
        "linear-mse 0", of.linearMse(0),
        "linear-mse 0.001", of.linearMse(0.001),
        "gcv 0", of.gcv(0),
        "gcv 0.001", of.gcv(0.001),
        "logme ", of.logMe(),
        "origin-gcv ", of.originGcv());
  }

  private static Map<String, Score> java(DoorCase of) {
    Map<String, Score> scores = new HashMap<>();
    for (Asked asked : ASKED) {
      String penalty = asked.penalty().isEmpty() ? null : asked.penalty();
      scores.put(
          asked.key(),
          Transferability.score(
              of.labelledFeatures(), of.presentLabels(), asked.estimator(), penalty));
    }
    return scores;
  }

  /** Every score of a door is exact or doubted. */
  private void judge(String door, Map<String, Map<String, Found>> found, int most) {
    List<String> wrong = new ArrayList<>();
    int doubted = 0;
    int judged = 0;
    for (DoorCase of : cases) {
      for (Asked asked : ASKED) {
        Found score = found.getOrDefault(of.name(), Map.of()).get(asked.key());
        if (score == null) {
          continue;
        }
        judged++;
        doubted += score.doubted() ? 1 : 0;
        double expected = exact.get(of.name()).get(asked.key());
        boolean same =
            Double.isNaN(expected)
                ? Double.isNaN(score.score())
                : Math.abs(score.score() - expected) <= UNFLAGGED * Math.abs(expected);
        if (!same && !score.doubted()) {
          wrong.add("%s %s: %s for %s".formatted(of, asked.key(), score.score(), expected));
        }
      }
    }
    assertEquals(List.of(), wrong, door);
    assertTrue(judged > most, door + " was asked for " + judged);
    // near-collinear sets, exact fits and a few outliers; nothing else may be doubted
    assertTrue(doubted < judged / 3, door + " doubts " + doubted + " of " + judged);
  }

  @Test
  void java() {
    Map<String, Map<String, Found>> found = new HashMap<>();
    java.forEach(
        (name, scores) ->
            scores.forEach(
                (key, score) ->
                    put(found, name, key, new Found(score.score(), score.flags().isDoubtful()))));
    judge("java", found, 500);
  }

  @Test
  void sql() {
    StringBuilder query = new StringBuilder("SELECT dataset");
    ASKED.forEach(asked -> query.append(", ").append(asked.sql()));
    Map<String, Map<String, Found>> found = new HashMap<>();
    for (Row row : spark.sql(query + " FROM cases GROUP BY dataset").collectAsList()) {
      for (int i = 0; i < ASKED.size(); i++) {
        Found score =
            row.isNullAt(i + 1)
                ? new Found(Double.NaN, true)
                : new Found(row.getDouble(i + 1), false);
        put(found, row.getString(0), ASKED.get(i).key(), score);
      }
    }
    judge("sql", found, 500);
    // NULL is no way out: moments have the digits wherever Java needs no second pass, unless Java
    // has reduced the rows, which keeps digits that d x d moments lose
    Map<String, DoorCase> byName = new HashMap<>();
    cases.forEach(of -> byName.put(of.name(), of));
    found.forEach(
        (name, scores) ->
            scores.forEach(
                (key, score) -> {
                  Score known = java.get(name).get(key);
                  double[][] rows = byName.get(name).features();
                  boolean reduced = rows.length <= rows[0].length;
                  boolean doubtful =
                      reduced || known.flags().isDoubtful() || known.flags().has(Flag.REFINED);
                  if (!doubtful && !Double.isNaN(known.score())) {
                    assertTrue(!score.doubted(), name + " " + key);
                    double same = UNFLAGGED * Math.abs(known.score());
                    assertEquals(known.score(), score.score(), same, name + " " + key);
                  }
                }));
  }

  @Test
  void job() throws IOException {
    Path out = folder.resolve("out");
    TestZoo.Outcome run =
        TestZoo.score(
            "--features",
            folder.resolve("features").toString(),
            "--targets",
            folder.resolve("y").toString(),
            "--estimators",
            "linear-mse,gcv,logme,origin-gcv",
            "--lambda",
            "0,0.001",
            "--folds",
            "0",
            "--report",
            "none",
            "--quiet",
            "--out",
            out.toString());
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
    Map<String, Map<String, Found>> found = new HashMap<>();
    for (String[] row : TestZoo.csv(out)) {
      boolean doubted = Flags.parse(row[20]).isDoubtful();
      put(found, row[1], row[3] + " " + row[4], new Found(Double.parseDouble(row[5]), doubted));
    }
    judge("job", found, 450);
    found.forEach(
        (name, scores) -> {
          for (Asked asked : ASKED) {
            Score known = java.get(name).get(asked.key());
            Found score = scores.get(asked.key());
            boolean doubtful = known.flags().isDoubtful() || score.doubted();
            boolean defined = !Double.isNaN(known.score());
            if (defined && !doubtful) {
              double same = UNFLAGGED * Math.abs(known.score());
              assertEquals(known.score(), score.score(), same, name + " " + asked.key());
            }
          }
        });
  }

  @Test
  void mllib() {
    StructType schema =
        new StructType()
            .add("features", ROWS.apply("features").dataType())
            .add("y", ROWS.apply("y").dataType());
    Map<String, Map<String, Found>> found = new HashMap<>();
    for (int c = 0; c < cases.size(); c++) {
      DoorCase of = cases.get(c);
      List<Row> rows = new ArrayList<>();
      for (int r = 0; r < of.features().length; r++) {
        rows.add(RowFactory.create(of.features()[r], of.labels()[r]));
      }
      Dataset<Row> dataset = spark.createDataFrame(rows, schema).coalesce(1);
      RidgeTransferabilityModel model =
          new RidgeTransferability().setLabelCol("y").setRegParam(0).fit(dataset);
      boolean doubted = Flags.parse(model.flags()).isDoubtful();
      put(found, of.name(), "linear-mse 0", new Found(model.score(), doubted));
      Asked asked = ASKED.get(1 + c % (ASKED.size() - 1)); // each set by one, each by every fifth
      put(found, of.name(), asked.key(), evaluate(dataset, of, asked));
    }
    judge("mllib", found, 170);
  }

  private Found evaluate(Dataset<Row> dataset, DoorCase of, Asked asked) {
    TransferabilityEvaluator evaluator =
        new TransferabilityEvaluator().setLabelCol("y").setEstimator(asked.estimator());
    if (!asked.penalty().isEmpty()) {
      evaluator.setPenalty(asked.penalty());
    }
    double expected = exact.get(of.name()).get(asked.key());
    try {
      double score = evaluator.evaluate(dataset);
      if (score == Double.NEGATIVE_INFINITY) {
        return new Found(Double.NaN, false);
      }
      // a bare number after a second pass: as good as the rows are, and no flag to say how good
      boolean refined = java.get(of.name()).get(asked.key()).flags().has(Flag.REFINED);
      double variance = -new DecimalScores(zeros(of), of.presentLabels()).linearMse(0);
      boolean near = Math.abs(score - expected) <= REFINED * variance;
      return new Found(score, refined && near);
    } catch (InputException e) {
      assertTrue(e.getMessage().contains("more than half of its digits"), e.getMessage());
      return new Found(Double.NaN, true);
    }
  }

  private static double[][] zeros(DoorCase of) {
    double[][] zeros = new double[of.presentLabels().length][1];
    Arrays.stream(zeros).forEach(row -> Arrays.fill(row, 0));
    return zeros;
  }

  private static void put(
      Map<String, Map<String, Found>> found, String name, String key, Found score) {
    found.computeIfAbsent(name, any -> new HashMap<>()).put(key, score);
  }

  @Test
  void theSetsAreThoseThatWereMeant() {
    Set<String> kinds = Set.of("golden", "collinear", "onehot", "outlier", "offset", "saturated");
    for (String kind : kinds) {
      assertTrue(cases.stream().filter(of -> of.name().startsWith(kind)).count() >= 8, kind);
    }
  }
}
