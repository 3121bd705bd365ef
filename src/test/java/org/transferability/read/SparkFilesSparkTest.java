package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.FeatureFiles;
import org.transferability.read.tree.FeatureTree;

/** Files written by Spark itself, in all encodings, under partitions with odd names. */
final class SparkFilesSparkTest {
  private static final int ROWS = 200;
  private static final int WIDTH = 11;
  private static final String SOURCE = "net/v2=α %";

  private static SparkSession spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private void check(DataType type, java.util.function.IntFunction<Object> features)
      throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(RowFactory.create(SOURCE, "d", (long) i, features.apply(i), i / 4d));
    }
    StructType schema =
        new StructType()
            .add("source", DataTypes.StringType)
            .add("dataset", DataTypes.StringType)
            .add("id", DataTypes.LongType)
            .add("features", type)
            .add("prediction", DataTypes.DoubleType);
    Dataset<Row> data = spark.createDataFrame(rows, schema).repartition(3);
    String root = folder.resolve("features").toString();
    data.write().mode(SaveMode.Overwrite).partitionBy("source", "dataset").parquet(root);
    List<FeatureFiles> sets = FeatureTree.list(ParquetFixture.CONF, root);
    assertEquals(1, sets.size());
    assertEquals(SOURCE, sets.get(0).source());
    boolean[] seen = new boolean[ROWS];
    FeatureColumns columns = new FeatureColumns("id", "features", "prediction");
    for (DataFile file : sets.get(0).files()) {
      ReadRows read = ReadRows.of(file, columns);
      for (int r = 0; r < read.ids().size(); r++) {
        int i = Integer.parseInt(read.ids().get(r));
        seen[i] = true;
        assertArrayEquals(ParquetFixture.vector(i, WIDTH), read.features().get(r));
        assertEquals(i / 4d, read.predictions().get(r)[0]);
      }
    }
    for (boolean row : seen) {
      assertEquals(true, row);
    }
  }

  @Test
  void arraysOfFloatsAndDoubles() throws IOException {
    check(
        DataTypes.createArrayType(DataTypes.DoubleType, false),
        i -> ParquetFixture.vector(i, WIDTH));
    check(
        DataTypes.createArrayType(DataTypes.FloatType, true),
        i -> {
          List<Float> values = new ArrayList<>();
          for (double value : ParquetFixture.vector(i, WIDTH)) {
            values.add((float) value);
          }
          return values;
        });
  }

  @Test
  void vectorsDenseAndSparse() throws IOException {
    check(
        SQLDataTypes.VectorType(),
        i -> {
          Vector dense = Vectors.dense(ParquetFixture.vector(i, WIDTH));
          return i % 4 == 0 ? dense.toSparse() : dense;
        });
  }

  @Test
  void packedBytes() throws IOException {
    check(
        DataTypes.BinaryType,
        i -> {
          ByteBuffer bytes = ByteBuffer.allocate(4 * WIDTH).order(ByteOrder.LITTLE_ENDIAN);
          for (double value : ParquetFixture.vector(i, WIDTH)) {
            bytes.putFloat((float) value);
          }
          return bytes.array();
        });
  }
}
