package org.transferability.run.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.classes.SetClasses;
import org.transferability.accumulate.sample.SampleLimit;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.MissingFeatures;
import org.transferability.read.ParquetFixture;
import org.transferability.read.label.RowFolds;
import org.transferability.read.page.DataFile;
import org.transferability.run.plan.Pass;
import org.transferability.run.plan.ScoredSet;
import org.transferability.run.plan.TargetLayout;
import org.transferability.study.InputException;

final class DistinctIdsSparkTest {
  private static final int ROWS = 300;

  @TempDir Path dir;

  /** Ids 0 to 299 in a mixed order and three files, the last of which may hold one more. */
  private Pass pass(String name, long... more) throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (int file = 0; file < 3; file++) {
      int first = 100 * file;
      int rows = 100 + (file == 2 ? more.length : 0);
      files.add(
          ParquetFixture.write(
              dir.resolve(name + file + ".parquet"),
              "required int64 id;",
              rows,
              (row, r) -> row.append("id", r < 100 ? (first + r) * 7L % ROWS : more[r - 100])));
    }
    return new Pass(
        new ScoredSet("s", "d", files, List.of(), List.of()),
        new FeatureColumns("id", null, null),
        MissingFeatures.ERROR,
        null,
        new TargetLayout(List.of(), LabelLayout.complete(1), new int[] {0}),
        files.stream().map(file -> List.of(FileRange.all(file))).toList(),
        null,
        false,
        new RowFolds(1),
        new SetClasses(null, null),
        Precision.DOUBLE,
        0,
        0,
        0,
        null,
        SampleLimit.NONE,
        null);
  }

  /** 2^21 hashes fill a bucket: of 10 times as many rows, hashes go to 11 of them. */
  @ParameterizedTest
  @ValueSource(longs = {ROWS, 10L << 21})
  void anIdThatIsThereTwiceIsFound(long rows) throws IOException {
    try (SparkSession spark = TestSpark.local(2)) {
      JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
      DistinctIds ids =
          new DistinctIds(
              context,
              context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())));
      ids.require(pass("once"), rows);
      Pass twice = pass("twice", 17);
      String error =
          assertThrows(InputException.class, () -> ids.require(twice, rows)).getMessage();
      // 7 * 131 = 917 = 17 modulo 300: the 31st row of the second file
      assertEquals(
          "Cannot score source 's', dataset 'd': expected every id once, found id 17 twice"
              + " (row 31 of %s and row 100 of %s)"
                  .formatted(twice.set().files().get(1).path(), twice.set().files().get(2).path()),
          error);
    }
  }
}
