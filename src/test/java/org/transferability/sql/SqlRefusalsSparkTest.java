package org.transferability.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
import org.transferability.Float16Bytes;
import org.transferability.TestSpark;
import org.transferability.study.InputException;

/** What the functions do not give a number for: NULL, or an error that says why. */
final class SqlRefusalsSparkTest {
  private static final String RANGE = "expected numbers whose deviations from their mean are";
  private static SparkSession spark;

  /** 40 rows of two features, the second nearly equal to the first in the group near. */
  @BeforeAll
  static void start() {
    spark = TestSpark.withFunctions();
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < 80; id++) {
      double a = random.nextGaussian();
      double z = random.nextGaussian();
      boolean near = id % 2 == 0;
      double label = a + 0.5 * z + 0.01 * random.nextGaussian();
      double[] features = {a, near ? a + 1e-7 * z : z};
      rows.add(RowFactory.create(near ? "near" : "far", id, features, label));
    }
    spark
        .createDataFrame(
            rows,
            new StructType()
                .add("name", DataTypes.StringType)
                .add("id", DataTypes.LongType)
                .add("f", DataTypes.createArrayType(DataTypes.DoubleType))
                .add("y", DataTypes.DoubleType))
        .coalesce(2)
        .createOrReplaceTempView("r");
  }

  @AfterAll
  static void restore() {
    TestSpark.restore();
  }

  private static List<Row> rows(String query) {
    return spark.sql(query).collectAsList();
  }

  /** The messages of a query that fails. */
  private static String failure(String query) {
    spark.sparkContext().setLogLevel("OFF"); // Spark logs the task that fails
    Exception e = assertThrows(Exception.class, () -> rows(query), query);
    spark.sparkContext().setLogLevel("ERROR");
    StringBuilder text = new StringBuilder();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    return text.toString();
  }

  @Test
  void packedFloat16() {
    String message =
        failure(
            "SELECT linear_mse(substring(unbase64('%s'), INT(id * 192 + 1), 192), id * 1.0D, 1)"
                    .formatted(Float16Bytes.BASE64)
                + " FROM range(0, 4, 1, 1)");
    assertTrue(message.contains("found bytes that look like packed float16"), message);
  }

  @Test
  void digitsThatMomentsDoNotCarry() {
    String query =
        "SELECT name, linear_mse(f, y, 0), gcv_of(moments(f, y), '0'), cv_mse(f, y, id, 0, 4),"
            + " linear_mse(f, y, 1) FROM r GROUP BY name ORDER BY name";
    List<Row> nulls = rows(query);
    Row far = nulls.get(0);
    Row near = nulls.get(1);
    for (int i = 1; i < 4; i++) {
      // the labels' noise has a variance of 1e-4
      assertTrue(far.getDouble(i) < -5e-5 && far.getDouble(i) > -2e-4, far.toString());
      assertTrue(near.isNullAt(i), near.toString());
    }
    assertTrue(near.getDouble(4) < 0, "a penalty keeps the digits");
    try {
      spark.sql("SET spark.transferability.doubtful=return");
      for (int i = 1; i < 4; i++) {
        assertTrue(!rows(query).get(1).isNullAt(i));
      }
      spark.conf().set("spark.transferability.doubtful", "error");
      String message = failure(query);
      assertTrue(message.contains("expected a score that has more than half"), message);
      assertTrue(
          message.contains("with ill-conditioned;digits-lost=16 (0 left)")
              || message.contains("digits-lost="),
          message);
      spark.conf().set("spark.transferability.doubtful", "maybe");
      assertTrue(failure(query).contains("expected null, return or error, found maybe"));
    } finally {
      spark.conf().unset("spark.transferability.doubtful");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linear_mse(transform(f, x -> x * 1e200D), y, 1)",
        "linear_mse(f, y * 1e200D, 0)",
        "gcv(f, y * 1e-158D, 0)",
        "origin_gcv(IF(id = 3, array(1D, 1.7976931348623157E308D), f), y)",
        "logme(f, IF(id = 5, 1.7976931348623157E308D, y))",
        "cv_mse(transform(f, x -> x * 1e200D), y, id, 1, 3)",
        "moments(transform(f, x -> x * 1e200D), y)",
        "linear_mse_of(moments(f, y * 1e-158D), 1)",
        "logme(transform(f, x -> 1e200D), y)"
      })
  void numbersThatCannotBeSquared(String function) {
    String message = failure("SELECT " + function + " FROM r WHERE name = 'far'");
    assertTrue(message.contains(RANGE), message);
  }

  @ParameterizedTest
  @CsvSource({
    "'linear_mse(f, IF(id = 3, double(''Infinity''), y), 1)','expected a finite label, or null or NaN, found infinity'",
    "'linear_mse(IF(id = 3, array(1D, double(''-Infinity'')), f), y, 1)','expected finite numbers, found -Infinity at index 1'",
    "'cv_mse(IF(id = 3, array(1D, double(''NaN'')), f), y, id, 1, 3)','expected finite features, found null or NaN (element 1)'"
  })
  void numbersThatAreNotFinite(String function, String what) {
    String message = failure("SELECT " + function + " FROM r WHERE name = 'far'");
    assertTrue(message.contains(what), message);
  }

  @Test
  void scoresThatAreNotDefinedAreNull() {
    List<Row> ranked =
        rows(
            "SELECT id % 20 >= 18 AS few, gcv(f, y, 0) AS score FROM r WHERE name = 'far' AND id <"
                + " 60 GROUP BY few ORDER BY score DESC");
    assertTrue(!ranked.get(0).isNullAt(1) && ranked.get(1).isNullAt(1), ranked.toString());
    assertTrue(ranked.get(1).getBoolean(0), "three rows and three numbers fitted: no row is left");
    Row row = rows("SELECT origin_gcv(f, 5D), linear_mse(f, 5D, 1) FROM r").get(0);
    assertTrue(row.isNullAt(0));
    assertEquals(0, row.getDouble(1));
  }

  @Test
  void rowsWithoutALabelDoNotMatterWhateverTheirWidth() {
    String odd =
        "SELECT /*+ REPARTITION(3) */ * FROM (SELECT f, y FROM r UNION ALL SELECT array(1D),"
            + " double('NaN') UNION ALL SELECT array(), NULL UNION ALL SELECT array(1D, NULL, 3D),"
            + " double('NaN') UNION ALL SELECT array_repeat(1D, 40000), double('NaN'))";
    Row row =
        rows("SELECT linear_mse(f, y, 1), linear_mse(f, array(y), 1) FROM (" + odd + ")").get(0);
    Row plain = rows("SELECT linear_mse(f, y, 1) FROM r").get(0);
    assertEquals(plain.getDouble(0), row.getDouble(0), 1e-13);
    assertEquals(plain.getDouble(0), row.getDouble(1), 1e-13);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nvl(NULL, 1)",
        "coalesce(CAST(NULL AS DOUBLE), 1D)",
        "CAST('1' AS DOUBLE)",
        "ifnull(NULL, '1')",
        "nullif(1.0, 2)",
        "nvl2(NULL, 5, 1)",
        "greatest(1, 0.5)",
        "power(10, 0)",
        "CASE WHEN true THEN 1 ELSE 2 END"
      })
  void constantsThroughFunctions(String penalty) {
    Row row =
        rows("SELECT linear_mse(f, y, 1), linear_mse(f, y, %s), cv_mse(f, y, id, %s, nvl(3, 4)) FROM r"
                .formatted(penalty, penalty))
            .get(0);
    assertEquals(row.getDouble(0), row.getDouble(1), 1e-14);
    assertTrue(row.getDouble(2) < 0);
  }

  @Test
  void whatIsNotConstantIsStillRefused() {
    for (String penalty : new String[] {"nvl(id, 1)", "rand()", "nullif(1, 1)", "nvl('x', 1)"}) {
      String message = failure("SELECT linear_mse(f, y, %s) FROM r".formatted(penalty));
      assertTrue(message.contains("expected a constant penalty"), message);
    }
  }

  @Test
  void widthsThatFitNoBuffer() {
    // 4 d^2 + 4 d + ... bytes of moments in 2^31: d = sqrt(2^29), 23,170, less what else is sent
    String message = failure("SELECT moments(array_repeat(1D, 30000), y) FROM r");
    assertTrue(message.matches("(?s).*expected at most 231\\d\\d features.*"), message);
    message = failure("SELECT moments(array_repeat(1D, 70000), y) FROM r");
    assertTrue(message.contains("found 70000 with 1 labels in 80 rows"), message);
    message =
        assertThrows(
                InputException.class, () -> GroupBuffer.requireRoom("cv_mse", 4, 20_000, 1, 20_001))
            .getMessage();
    assertTrue(message.matches("(?s).*expected at most 115\\d\\d features.*"), message);
    assertEquals(80, rows("SELECT * FROM r").size(), "the session goes on");
  }

  @ParameterizedTest
  @CsvSource({
    "'concat(m, X''00'')'", // a byte more
    "'substring(m, 1, length(m) - 1)'",
    "'overlay(m PLACING X''FF'' FROM 30)'",
    "'overlay(m PLACING X''FFFFFF7F'' FROM 25)'", // labels
    "'X'''''",
    "'substring(m, 1, 10)'"
  })
  void momentsThatWereChanged(String changed) {
    String from = " FROM (SELECT moments(f, y) AS m FROM r)";
    for (String function : new String[] {"linear_mse_of(%s, 1)", "moments_merge(%s)"}) {
      String message = failure("SELECT " + function.formatted(changed) + from);
      assertTrue(message.contains("expected bytes from moments()"), message);
    }
  }
}
