package org.transferability.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ServiceLoader;
import org.apache.spark.SparkRuntimeException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.SparkSessionExtensionsProvider;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.transferability.TestSpark;
import org.transferability.study.InputException;

/** How errors of the functions reach a user, and how the functions reach a session. */
final class SqlErrorsSparkTest {
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = TestSpark.withFunctions();
  }

  @AfterAll
  static void restore() {
    TestSpark.restore();
  }

  /** What the query throws itself, which is what PySpark and Connect show. */
  private static SparkRuntimeException failure(String query) {
    spark.sparkContext().setLogLevel("OFF"); // Spark logs the task that fails
    try {
      return assertThrows(
          SparkRuntimeException.class, () -> spark.sql(query).collectAsList(), query);
    } finally {
      spark.sparkContext().setLogLevel("ERROR");
    }
  }

  @Test
  void anErrorOfARowIsOneLine() {
    oneLine("linear_mse(IF(id = 3, array(1D), array(1D, 2D)), id, 1)", "found 1 and 1");
  }

  @Test
  void anErrorOfAFoldIsOneLine() {
    oneLine("cv_r2(IF(id = 3, array(1D), array(1D, 2D)), id, id, 1, 2)", "found 1 and 1");
  }

  @Test
  void anErrorOfTheMergeIsOneLine() {
    oneLine(
        "linear_mse(IF(id > 9, array(1D), array(1D, 2D)), id, 1)", "as in the rest of the group");
  }

  @Test
  void anErrorOfTheScoreIsOneLine() {
    oneLine("linear_mse(array(id * 1e200D), id, 1)", "expected numbers whose deviations");
  }

  @Test
  void anErrorOfStoredMomentsIsOneLine() {
    oneLine("moments_merge(encode(string(id), 'utf-8'))", "expected bytes from moments()");
    oneLine("max(linear_mse_of(encode(string(id), 'utf-8'), 1))", "expected bytes from moments()");
  }

  private static void oneLine(String function, String what) {
    SparkRuntimeException e = failure("SELECT " + function + " FROM range(0, 20, 1, 2)");
    assertEquals(SqlError.CLASS, e.getCondition());
    String message = e.getMessage();
    assertTrue(message.startsWith("[" + SqlError.CLASS + "] Cannot "), message);
    assertTrue(message.contains(what), message);
    assertEquals(1, message.lines().count(), message);
    assertFalse(message.contains("Exception"), message);
  }

  @Test
  void anErrorOfAnalysisIsOneLine() {
    try {
      spark.conf().set("spark.transferability.doubtful", "maybe");
      oneLine("linear_mse(array(id), id, 1)", "expected null, return or error, found maybe");
    } finally {
      spark.conf().unset("spark.transferability.doubtful");
    }
  }

  @Test
  void unequalWidthsNameAForgottenGroupBy() {
    String message =
        failure("SELECT moments(IF(id % 2 = 0, array(1D), array(1D, 2D)), id) FROM range(20)")
            .getMessage();
    assertTrue(message.contains("add GROUP BY source"), message);
  }

  @Test
  void bytesOfAnOddNumberOfFloat16AreRefused() {
    // three numbers of two bytes
    String message =
        failure("SELECT linear_mse(X'003C00400042', id, 1) FROM range(9)").getMessage();
    assertTrue(message.contains("float16 numbers must be converted"), message);
  }

  @Test
  void theJarRegistersTheFunctions() {
    assertTrue(
        ServiceLoader.load(SparkSessionExtensionsProvider.class).stream()
            .anyMatch(provider -> provider.type() == TransferabilityExtensions.class));
  }

  @Test
  void theFunctionsAreRegisteredOnceWhereBothWaysAreUsed() {
    int[] injected = {0};
    SparkSessionExtensions extensions =
        new SparkSessionExtensions() {
          @Override
          public void injectFunction(
              scala.Tuple3<
                      FunctionIdentifier,
                      org.apache.spark.sql.catalyst.expressions.ExpressionInfo,
                      scala.Function1<
                          scala.collection.immutable.Seq<
                              org.apache.spark.sql.catalyst.expressions.Expression>,
                          org.apache.spark.sql.catalyst.expressions.Expression>>
                  function) {
            injected[0]++;
          }
        };
    new TransferabilityExtensions().apply(extensions);
    int once = injected[0];
    new TransferabilityExtensions().apply(extensions);
    assertEquals(once, injected[0]);
    assertEquals(TransferabilityFunctions.all().size(), once);
  }

  @Test
  void aRunningSessionGetsTheFunctions() {
    org.apache.spark.sql.classic.SparkSession running =
        (org.apache.spark.sql.classic.SparkSession) spark.newSession();
    FunctionIdentifier name = TransferabilityFunctions.inRegistry("linear_mse");
    running.sessionState().functionRegistry().dropFunction(name);
    assertThrows(Exception.class, () -> running.sql("SELECT linear_mse(array(1D), 1, 1)"));
    TransferabilityFunctions.register(running);
    // one feature x = 0, 1, 2 and y = x: variance 2/3, so the error is (2/3) (1 - (2/3) / (2/3 +
    // 1))
    assertEquals(
        -(2.0 / 3) * (1 - (2.0 / 3) / (2.0 / 3 + 1)),
        running
            .sql("SELECT linear_mse(array(double(id)), id, 1) FROM range(3)")
            .head()
            .getDouble(0),
        1e-15);
    assertNotNull(
        assertThrows(InputException.class, () -> TransferabilityFunctions.register(null)));
  }

  @Test
  void aPermanentViewIsRefusedAndATemporaryOneIsNot() {
    String view = "VIEW w AS SELECT linear_mse(array(double(id)), id, 1) AS s FROM range(3)";
    if (!SparkVersion.isAtLeast(4, 2)) { // 4.2 takes functions of extensions for built-in ones
      String message =
          assertThrows(Exception.class, () -> spark.sql("CREATE " + view)).getMessage();
      assertTrue(message.startsWith("[INVALID_TEMP_OBJ_REFERENCE]"), message);
    }
    spark.sql("CREATE TEMPORARY " + view);
    assertEquals(-0.4, spark.sql("SELECT s FROM w").head().getDouble(0), 1e-15);
  }
}
