package org.transferability.job;

import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/** Runs work on Spark: on the session that this process has, else on one for this work alone. */
final class Sessions {
  private Sessions() {}

  /** Work that needs a session. */
  @FunctionalInterface
  interface Work<T> {
    T on(SparkSession spark) throws IOException, InterruptedException;
  }

  static <T> T run(String name, Work<T> work) throws IOException, InterruptedException {
    boolean borrowed = !SparkSession.getDefaultSession().isEmpty();
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    if (System.getProperty("spark.master") == null) {
      builder = builder.master("local[*]");
    }
    SparkSession spark = builder.getOrCreate();
    try {
      return work.on(spark);
    } finally {
      if (!borrowed) {
        spark.stop();
      }
    }
  }
}
