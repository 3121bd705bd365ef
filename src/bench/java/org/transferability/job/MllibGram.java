package org.transferability.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * What MLlib offers for a Gram matrix of a Parquet column: RowMatrix.computeGramianMatrix. The rows
 * are taken from Spark's internal ones, two to three times faster than from {@link Row}.
 *
 * <p>{@link #main} is the same in a process of its own that has Spark's jars and nothing else, so
 * no native BLAS: MLlib as shipped. It speaks the protocol of {@link ProcessContender}.
 */
final class MllibGram {
  private MllibGram() {}

  /** Reads and multiplies once; returns the first entry, so that nothing is left out. */
  static double compute(SparkSession spark, String features) {
    JavaRDD<Vector> rows =
        spark
            .read()
            .parquet(features)
            .select("features")
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .map(MllibGram::vector);
    return new RowMatrix(rows.rdd()).computeGramianMatrix().apply(0, 0);
  }

  private static Vector vector(InternalRow row) {
    float[] floats = row.getArray(0).toFloatArray();
    double[] values = new double[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }
    return Vectors.dense(values);
  }

  /** Arguments: the features' folder, the cores. */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .appName("mllib as shipped")
            .master("local[" + arguments[1] + "]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.maxResultSize", "0")
            .getOrCreate();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      long start = System.nanoTime();
      compute(spark, arguments[0]);
      System.out.println("seconds " + (System.nanoTime() - start) / 1e9);
    }
    spark.stop();
  }
}
