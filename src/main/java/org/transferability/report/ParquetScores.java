package org.transferability.report;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.transferability.score.Score;

/**
 * The result as Parquet, for joining and querying: a directory with one file, rows in the order of
 * {@link ScoreTable}. The columns are those of scores.csv: names, estimator, lambda (empty where
 * there is none), comparable and flags are strings; n a long; d, q and rank ints; all others
 * doubles.
 */
public final class ParquetScores {
  /** The schema of the directory. */
  public static final StructType SCHEMA =
      new StructType()
          .add("source", DataTypes.StringType, false)
          .add("dataset", DataTypes.StringType, false)
          .add("target", DataTypes.StringType, false)
          .add("estimator", DataTypes.StringType, false)
          .add("lambda", DataTypes.StringType, false)
          .add("score", DataTypes.DoubleType, false)
          .add("mse", DataTypes.DoubleType, false)
          .add("penalty", DataTypes.DoubleType, false)
          .add("r2", DataTypes.DoubleType, false)
          .add("standard_error", DataTypes.DoubleType, false)
          .add("low", DataTypes.DoubleType, false)
          .add("high", DataTypes.DoubleType, false)
          .add("p_top1", DataTypes.DoubleType, false)
          .add("p_top3", DataTypes.DoubleType, false)
          .add("n", DataTypes.LongType, false)
          .add("d", DataTypes.IntegerType, false)
          .add("q", DataTypes.IntegerType, false)
          .add("rank", DataTypes.IntegerType, false)
          .add("condition", DataTypes.DoubleType, false)
          .add("comparable", DataTypes.StringType, false)
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
    Score score = row.score();
    return RowFactory.create(
        row.source(),
        row.dataset(),
        row.target(),
        score.estimator(),
        score.lambda(),
        score.score(),
        score.mse(),
        score.penalty(),
        score.r2(),
        score.uncertainty().standardError(),
        score.uncertainty().low(),
        score.uncertainty().high(),
        row.top1(),
        row.top3(),
        score.n(),
        score.d(),
        score.q(),
        score.rank(),
        score.condition(),
        score.comparable().toString(),
        row.flags());
  }
}
