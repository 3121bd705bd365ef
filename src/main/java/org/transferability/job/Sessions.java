package org.transferability.job;

import org.apache.spark.sql.SparkSession;

/** Starts Spark with what every job needs, whatever else spark-submit says. */
final class Sessions {
  private Sessions() {}

  static SparkSession start(String name) {
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    if (System.getProperty("spark.master") == null) {
      builder = builder.master("local[*]");
    }
    return builder.getOrCreate();
  }
}
