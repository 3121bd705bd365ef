package org.transferability;

import org.apache.spark.sql.SparkSession;

/** The one Spark of the tests in this process. */
public final class TestSpark {
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
}
