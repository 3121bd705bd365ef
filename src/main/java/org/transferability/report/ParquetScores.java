package org.transferability.report;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.transferability.score.Score;

/**
 * The result as Parquet, for joining and querying: a directory with one file, rows in the order of
 * {@link ScoreTable}. The columns are those of scores.csv: names, estimator, lambda (empty where
 * there is none), comparable, flags, notes and candidate are strings; n a long; d, q and rank ints;
 * all others doubles. Written by Parquet's own record writer: Spark SQL would take seconds to
 * start.
 */
public final class ParquetScores {
  private static final String FILE = "part-00000.snappy.parquet";
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message scores {
            required binary source (STRING);
            required binary dataset (STRING);
            required binary target (STRING);
            required binary estimator (STRING);
            required binary lambda (STRING);
            required double score;
            required double mse;
            required double penalty;
            required double r2;
            required double standard_error;
            required double low;
            required double high;
            required double p_top1;
            required double p_top3;
            required int64 n;
            required int32 d;
            required int32 q;
            required int32 rank;
            required double condition;
            required binary comparable (STRING);
            required binary flags (STRING);
            required double fold_mean;
            required binary notes (STRING);
            required double ceiling;
            required double of_ceiling;
            required binary candidate (STRING);
          }
          """);

  private ParquetScores() {}

  /** Writes the table into a directory that does not exist yet. */
  public static void write(ScoreTable table, Configuration conf, String directory)
      throws IOException {
    Path folder = new Path(directory);
    SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(HadoopOutputFile.fromPath(new Path(folder, FILE), conf))
            .withConf(conf)
            .withType(SCHEMA)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withPageWriteChecksumEnabled(true)
            .build()) {
      for (ScoreRow row : table.rows()) {
        writer.write(filled(groups.newGroup(), row));
      }
    }
    FileSystem files = folder.getFileSystem(conf);
    files.create(new Path(folder, "_SUCCESS"), false).close(); // as Spark marks what is whole
  }

  private static Group filled(Group group, ScoreRow row) {
    Score score = row.score();
    return group
        .append("source", row.source())
        .append("dataset", row.dataset())
        .append("target", row.target())
        .append("estimator", score.estimator())
        .append("lambda", score.lambda())
        .append("score", score.score())
        .append("mse", score.mse())
        .append("penalty", score.penalty())
        .append("r2", score.r2())
        .append("standard_error", score.uncertainty().standardError())
        .append("low", score.uncertainty().low())
        .append("high", score.uncertainty().high())
        .append("p_top1", row.top1())
        .append("p_top3", row.top3())
        .append("n", score.n())
        .append("d", score.d())
        .append("q", score.q())
        .append("rank", score.rank())
        .append("condition", score.condition())
        .append("comparable", score.comparable().toString())
        .append("flags", row.flags())
        .append("fold_mean", score.foldMean())
        .append("notes", row.notes())
        .append("ceiling", row.ceiling())
        .append("of_ceiling", row.ofCeiling())
        .append("candidate", row.candidate());
  }
}
