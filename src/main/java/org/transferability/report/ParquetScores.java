package org.transferability.report;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The result as Parquet, for joining and querying: a directory with one file, rows in the order of
 * {@link ScoreTable}. The columns are those of scores.csv: source, dataset, target, estimator and
 * flags are strings; lambda (null when there is none), score, mse, penalty, r2 and condition
 * doubles; n a long; d, q and rank ints.
 */
public final class ParquetScores {
  /** The schema of the directory. */
  public static final StructType SCHEMA =
      new StructType()
          .add("source", DataTypes.StringType, false)
          .add("dataset", DataTypes.StringType, false)
          .add("target", DataTypes.StringType, false)
          .add("estimator", DataTypes.StringType, false)
          .add("lambda", DataTypes.DoubleType, true)
          .add("score", DataTypes.DoubleType, false)
          .add("mse", DataTypes.DoubleType, false)
          .add("penalty", DataTypes.DoubleType, false)
          .add("r2", DataTypes.DoubleType, false)
          .add("n", DataTypes.LongType, false)
          .add("d", DataTypes.IntegerType, false)
          .add("q", DataTypes.IntegerType, false)
          .add("rank", DataTypes.IntegerType, false)
          .add("condition", DataTypes.DoubleType, false)
          .add("flags", DataTypes.StringType, false);

  private ParquetScores() {}

  /** Writes the table into a directory that does not exist yet. */
  public static void write(ScoreTable table, SparkSession spark, String directory) {
    List<Row> rows = table.rows().stream().map(ParquetScores::row).toList();
    spark
        .createDataFrame(rows, SCHEMA)
        .coalesce(1)
        .write()
        .mode(SaveMode.ErrorIfExists)
        .parquet(directory);
  }

  private static Row row(ScoreRow row) {
    return RowFactory.create(
        row.source(),
        row.dataset(),
        row.target(),
        row.estimator(),
        row.lambda().isPresent() ? (Object) row.lambda().getAsDouble() : null,
        row.score(),
        row.mse(),
        row.penalty(),
        row.r2(),
        row.n(),
        row.d(),
        row.q(),
        row.rank(),
        row.condition(),
        row.flags());
  }
}
