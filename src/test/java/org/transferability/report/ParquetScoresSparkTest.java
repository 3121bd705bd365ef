package org.transferability.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.report.OutputDirectory.Existing;
import org.transferability.score.Flag;
import org.transferability.score.Flags;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;

final class ParquetScoresSparkTest {
  @Test
  void comesBackAsItWasInOneSortedFile(@TempDir Path parent) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.warehouse.dir", parent.resolve("warehouse").toString())
            .getOrCreate();
    try {
      List<ScoreRow> rows = new ArrayList<>();
      rows.add(Rows.row("a,\"\n 模型", "t", "logme", "", Double.NaN, Flag.FEW_ROWS));
      for (int i = 0; i < 500; i++) {
        rows.add(Rows.row("s" + i, "t", "linear-mse", i % 3, -1.0 / (i + 1)));
      }
      ScoreTable table = ScoreTable.of(rows);
      Path out = parent.resolve("out");
      try (OutputDirectory directory =
          OutputDirectory.reserve(
              spark.sparkContext().hadoopConfiguration(),
              out.toString(),
              Existing.REFUSE,
              List.of())) {
        ParquetScores.write(
            table, spark.sparkContext().hadoopConfiguration(), directory.resolve("scores"));
        directory.publish();
      }
      Path scores = out.resolve("scores");
      try (Stream<Path> files = Files.list(scores)) {
        assertEquals(1, files.filter(file -> file.toString().endsWith(".parquet")).count());
      }
      assertTrue(Files.exists(scores.resolve("_SUCCESS")));
      List<Row> read = spark.read().parquet(scores.toString()).collectAsList();
      assertEquals(table.rows(), read.stream().map(ParquetScoresSparkTest::scoreRow).toList());
      assertEquals(CsvScores.COLUMNS, List.of(read.get(0).schema().fieldNames()));
    } finally {
      spark.stop();
    }
  }

  private static ScoreRow scoreRow(Row row) {
    return new ScoreRow(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        new Score(
            row.getString(3),
            row.getString(4),
            row.getDouble(5),
            new Score.Fit(row.getDouble(6), row.getDouble(7), row.getDouble(8)),
            new Score.Shape(
                row.getLong(14), row.getInt(15), row.getInt(16), row.getInt(17), row.getDouble(18)),
            Double.isNaN(row.getDouble(9) + row.getDouble(10) + row.getDouble(11))
                ? Uncertainty.UNKNOWN
                : null,
            row.getString(19).equals("sources") ? Scope.SOURCES : null,
            row.getString(20).isEmpty() && row.getString(22).equals("few-rows")
                ? Flags.none().with(Flag.FEW_ROWS)
                : Flags.none()),
        row.getDouble(12),
        row.getDouble(13));
  }
}
