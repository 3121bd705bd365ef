package org.transferability;

import org.apache.spark.sql.SparkSession;
import org.transferability.sql.TransferabilityExtensions;

/** The one Spark of the tests in this process. */
public final class TestSpark {
  private static SparkSession plain;

  private TestSpark() {}

  public static SparkSession local(int cores) {
    return SparkSession.builder()
        .master("local[" + cores + "]")
        .appName("test")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate();
  }

  /** A session with the SQL functions in the same Spark; {@link #restore} must follow. */
  public static SparkSession withFunctions() {
    return another(SparkSession.builder().withExtensions(new TransferabilityExtensions()));
  }

  /** Another session in the same Spark; {@link #restore} must follow. */
  public static SparkSession another(SparkSession.Builder builder) {
    plain = local(2);
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    return builder.config("spark.sql.shuffle.partitions", "2").getOrCreate();
  }

  /** Makes the session of {@link #local} the current one again. */
  public static void restore() {
    SparkSession.setActiveSession(plain);
    SparkSession.setDefaultSession(plain);
  }
}
