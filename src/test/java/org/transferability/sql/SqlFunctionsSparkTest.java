package org.transferability.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;

/**
 * The SQL functions on the sample zoo say what numpy and scikit-learn said of it
 * (zoo-expected/README.md), however the rows are stored, spread and put together.
 */
final class SqlFunctionsSparkTest {
  private static final Path ZOO = Path.of("src/demo/zoo");
  private static final String SETTING = "spark.sql.extensions";
  private static final double TOLERANCE = 1e-12;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    // as spark-defaults.conf sets it: a session reads it from the context when it is made
    SparkConf settings = TestSpark.local(2).sparkContext().conf();
    settings.set(SETTING, TransferabilityExtensions.class.getName());
    spark = TestSpark.another(SparkSession.builder());
    settings.remove(SETTING);
    spark.read().parquet(ZOO + "/features").createOrReplaceTempView("zoo");
    spark.read().parquet(ZOO + "/targets").createOrReplaceTempView("labels");
    spark
        .sql(
            "SELECT source, z.id, z.id % 7 AS day, features, prediction, x_y FROM zoo z JOIN labels l"
                + " ON z.id = l.id")
        .cache()
        .createOrReplaceTempView("t");
  }

  @AfterAll
  static void restore() {
    spark.catalog().uncacheTable("t");
    TestSpark.restore();
  }

  @ParameterizedTest
  @CsvSource({
    "linear-mse,0.0,'linear_mse(features, x_y, 0)'",
    "linear-mse,1.0,'linear_mse(features, x_y, 1.0)'",
    "label-mse,0.0,'label_mse(prediction, x_y, 0)'",
    "label-mse,1.0,'label_mse(prediction, x_y, ''1'')'",
    "linear-mse,0.0,'linear_mse_of(moments(features, x_y), 0D)'",
    "linear-mse,1.0,'linear_mse_of(moments(features, x_y), 1)'"
  })
  void scoresAgreeWithIndependentValues(String estimator, double lambda, String function)
      throws IOException {
    compare(expected("regularised-mse.csv", estimator, lambda), scores(function, "t"));
  }

  @ParameterizedTest
  @CsvSource({
    "logme,'logme(features, x_y)'",
    "origin-gcv,'origin_gcv(features, x_y)'",
    "logme,'logme_of(moments(features, x_y))'",
  })
  void otherEstimatorsAgreeWithIndependentValues(String estimator, String function)
      throws IOException {
    compare(expected("estimators.csv", estimator, Double.NaN), scores(function, "t"));
  }

  @Test
  void keptMomentsMergeToTheScoreOfAllRows() {
    spark
        .sql("SELECT source, day, moments(features, x_y) m FROM t GROUP BY source, day")
        .createOrReplaceTempView("kept");
    Map<String, Double> whole = scores("linear_mse(features, x_y, 0.1)", "t");
    compare(whole, scores("linear_mse_of(moments_merge(m), 0.1)", "kept"));
    assertEquals(14, whole.size());
    List<Row> swept =
        spark
            .sql(
                "SELECT source, lambda, gcv_of(m, lambda) g FROM (SELECT source, moments_merge(m) m"
                    + " FROM kept GROUP BY source) LATERAL VIEW explode(array('0.001r', '1r')) AS"
                    + " lambda")
            .collectAsList();
    assertEquals(28, swept.size());
    Map<String, Double> relative = scores("gcv(features, x_y, '1r')", "t");
    for (Row row : swept) {
      if (row.getString(1).equals("1r")) {
        assertEquals(relative.get(row.getString(0)), row.getDouble(2), 1e-12);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transform(features, x -> double(x))",
        "transform(features, x -> CAST(x AS DECIMAL(38, 18)))",
        "packed",
        "vector",
        "sparse"
      })
  void everyFormOfFeaturesIsTheSame(String form) {
    List<Row> rows = new ArrayList<>();
    for (Row row :
        spark.sql("SELECT features, x_y FROM t WHERE source = 'src03'").collectAsList()) {
      List<Float> floats = row.getList(0);
      double[] values = floats.stream().mapToDouble(Float::doubleValue).toArray();
      ByteBuffer packed = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      floats.forEach(packed::putFloat);
      rows.add(
          RowFactory.create(
              row.getSeq(0),
              packed.array(),
              Vectors.dense(values),
              Vectors.dense(values).toSparse(),
              Vectors.dense(row.<Double>getList(1).stream().mapToDouble(x -> x).toArray())));
    }
    spark
        .createDataFrame(
            rows,
            new StructType()
                .add("features", DataTypes.createArrayType(DataTypes.FloatType))
                .add("packed", DataTypes.BinaryType)
                .add("vector", SQLDataTypes.VectorType())
                .add("sparse", SQLDataTypes.VectorType())
                .add("x_y", SQLDataTypes.VectorType()))
        .createOrReplaceTempView("forms");
    Row row =
        spark
            .sql(
                "SELECT linear_mse(%s, x_y, 1), linear_mse(features, x_y, 1) FROM forms"
                    .formatted(form))
            .head();
    assertEquals(row.getDouble(1), row.getDouble(0), Math.abs(row.getDouble(1)) * 1e-9);
    if (!form.contains("DECIMAL")) {
      assertEquals(row.getDouble(1), row.getDouble(0), Math.abs(row.getDouble(1)) * TOLERANCE);
    }
  }

  @Test
  void neitherOrderNorPartitionsNorTheWayOfAggregatingMatter() {
    Map<String, Double> plain = scores("linear_mse(features, x_y, 0.01)", "t");
    spark.table("t").repartition(11).createOrReplaceTempView("spread");
    compare(plain, scores("linear_mse(features, x_y, 0.01)", "spread"));
    compare(plain, scores("linear_mse(features, x_y, 0.01) FILTER (WHERE id >= 0)", "spread"));
    spark.conf().set("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", "2");
    try {
      compare(plain, scores("linear_mse(features, x_y, 0.01)", "spread"));
    } finally {
      spark.conf().unset("spark.sql.objectHashAggregate.sortBased.fallbackThreshold");
    }
    Row window =
        spark
            .sql(
                "SELECT max_by(s, id) FROM (SELECT id, linear_mse(features, x_y, 0.01) OVER (ORDER"
                    + " BY id ROWS UNBOUNDED PRECEDING) s FROM t WHERE source = 'src00' AND id <"
                    + " 60)")
            .head();
    Row direct =
        spark
            .sql("SELECT linear_mse(features, x_y, 0.01) FROM t WHERE source = 'src00' AND id < 60")
            .head();
    assertEquals(direct.getDouble(0), window.getDouble(0), Math.abs(direct.getDouble(0)) * 1e-11);
  }

  @Test
  void nullsAreIgnoredAndNoRowGivesNull() {
    Row row =
        spark
            .sql(
                "SELECT linear_mse(IF(id % 3 = 0, NULL, features), x_y, 1),"
                    + " linear_mse(features, IF(id % 3 = 0, NULL, x_y), 1),"
                    + " linear_mse(features, IF(id % 3 = 0, array(1D, double('NaN')), x_y), 1),"
                    + " linear_mse(features, x_y, 1) FILTER (WHERE id % 3 != 0),"
                    + " linear_mse(features, x_y, 1) FILTER (WHERE id < 0),"
                    + " linear_mse_of(CAST(NULL AS BINARY), 1), moments_merge(CAST(NULL AS BINARY)) FROM t WHERE source = 'src01'")
            .head();
    for (int i = 0; i < 3; i++) {
      assertEquals(row.getDouble(3), row.getDouble(i), Math.abs(row.getDouble(3)) * TOLERANCE);
    }
    assertTrue(row.isNullAt(4) && row.isNullAt(5) && row.isNullAt(6));
  }

  @ParameterizedTest
  @CsvSource({
    "'linear_mse(source, x_y, 1)','expected features as array<float>'",
    "'linear_mse(features, source, 1)','expected labels as a number'",
    "'linear_mse(features, x_y, id)','expected a constant penalty'",
    "'linear_mse(features, x_y, -1)','expected a constant penalty'",
    "'linear_mse(features, x_y, ''1x'')','expected a constant penalty'",
    "'linear_mse(features, x_y, NULL)','expected a constant penalty'",
    "'linear_mse(features, x_y)','WRONG_NUM_ARGS'",
    "'moments_merge(id)','expected binary from moments()'",
    "'linear_mse_of(id, 1)','expected binary from moments()'"
  })
  void wrongArgumentsAreFoundBeforeTheQueryRuns(String function, String message) {
    AnalysisException e =
        assertThrows(
            AnalysisException.class, () -> spark.sql("SELECT " + function + " FROM t"), function);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'linear_mse(IF(id = 3, array(1f), features), x_y, 1)','as in the group''s first row, found 1 and 2'",
    "'linear_mse(IF(id = 3, transform(features, x -> float(''NaN'')), features), x_y, 1)','expected finite features, found null or NaN (element 0)'",
    "'moments_merge(binary(''abc''))','expected bytes from moments()'"
  })
  void errorsInRowsNameTheProblem(String function, String message) {
    spark.sparkContext().setLogLevel("OFF"); // Spark logs the task that fails
    Exception e =
        assertThrows(
            Exception.class,
            () ->
                spark
                    .sql("SELECT " + function + " FROM t WHERE source = 'src00' AND id >= 0")
                    .collectAsList());
    spark.sparkContext().setLogLevel("ERROR");
    StringBuilder text = new StringBuilder();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    assertTrue(text.toString().contains(message), text.toString());
  }

  @Test
  void plansAndDescriptionsAreReadable() {
    String plan =
        spark
            .sql("EXPLAIN SELECT source, linear_mse(features, x_y, 1) FROM t GROUP BY source")
            .head()
            .getString(0);
    assertTrue(plan.contains("partial_linear_mse(features"), plan);
    assertTrue(plan.contains("ObjectHashAggregate"), plan);
    String described = spark.sql("DESCRIBE FUNCTION linear_mse").collectAsList().toString();
    assertTrue(described.contains("(features, labels, lambda)"), described);
  }

  @Test
  void theExamplesOfThePageRun() throws IOException {
    String page = Files.readString(Path.of("docs/sql.md"));
    String block = page.split("```sql\n", -1)[1].split("```", -1)[0].replaceAll("--[^\n]*", "");
    int rows = 0;
    for (String statement : block.split(";", -1)) {
      if (!statement.isBlank()) {
        // a table would be left in the warehouse
        String query = statement.replace("CREATE TABLE kept", "CREATE OR REPLACE TEMP VIEW kept");
        rows += spark.sql(query).collectAsList().size();
      }
    }
    assertEquals(14 + 14 * 3, rows);
  }

  private static Map<String, Double> scores(String function, String table) {
    Map<String, Double> scores = new HashMap<>();
    for (Row row :
        spark
            .sql("SELECT source, %s FROM %s GROUP BY source".formatted(function, table))
            .collectAsList()) {
      scores.put(row.getString(0), row.getDouble(1));
    }
    return scores;
  }

  private static void compare(Map<String, Double> expected, Map<String, Double> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (source, score) ->
            assertEquals(score, found.get(source), Math.abs(score) * 1e-10 + 1e-13, source));
  }

  /** What numpy said of x_y, by source. */
  private static Map<String, Double> expected(String file, String estimator, double lambda)
      throws IOException {
    Map<String, Double> expected = new HashMap<>();
    List<String> lines = Files.readAllLines(Path.of("src/test/resources/zoo-expected", file));
    List<String> names = List.of(lines.get(0).split(",", -1));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      boolean mine =
          cells[names.indexOf("dataset")].equals("sprites-noise")
              && cells[names.indexOf("target")].equals("x_y")
              && cells[names.indexOf("estimator")].equals(estimator);
      if (mine
          && (Double.isNaN(lambda)
              || Double.parseDouble(cells[names.indexOf("lambda")]) == lambda)) {
        expected.put(
            cells[names.indexOf("source")], Double.parseDouble(cells[names.indexOf("score")]));
      }
    }
    assertEquals(14, expected.size());
    return expected;
  }
}
