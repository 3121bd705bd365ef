package org.transferability.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.transferability.job.cli.Exits;

/**
 * A small made-up zoo, written as Parquet in the ways that tests vary: features and predictions of
 * sources, targets of one and two outputs, one of them with gaps. All values are floats exactly.
 */
public final class TestZoo {
  /** How features are stored. */
  public enum Encoding {
    FLOATS,
    DOUBLES,
    DENSE_VECTORS,
    SPARSE_VECTORS,
    PACKED
  }

  public static final int WIDTH = 12;
  private static final int PREDICTIONS = 3;

  private final SparkSession spark;
  public final double[][] features;
  final double[][] predictions;
  public final double[] single;
  final double[][] pair;
  public final Double[] gaps;

  public TestZoo(SparkSession spark, int rows) {
    this.spark = spark;
    Random random = new Random(20231);
    features = new double[rows][WIDTH];
    predictions = new double[rows][PREDICTIONS];
    single = new double[rows];
    pair = new double[rows][2];
    gaps = new Double[rows];
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < WIDTH; j++) {
        features[i][j] = (float) (random.nextGaussian() * (1 + j));
        sum += features[i][j] / (1 + j);
      }
      for (int j = 0; j < PREDICTIONS; j++) {
        predictions[i][j] = (float) (features[i][j] + random.nextGaussian());
      }
      single[i] = (float) (sum + random.nextGaussian());
      pair[i][0] = (float) (sum * 2 + random.nextGaussian() + 3);
      pair[i][1] = (float) (features[i][0] - features[i][1] + random.nextGaussian());
      gaps[i] = i % 5 == 0 ? null : (Double) (double) (float) (sum + random.nextGaussian());
    }
  }

  int rows() {
    return features.length;
  }

  /** Adds a constant to every feature. */
  TestZoo shiftFeatures(double shift) {
    for (double[] row : features) {
      for (int j = 0; j < WIDTH; j++) {
        row[j] += shift;
      }
    }
    return this;
  }

  /** Adds a constant to every label. */
  TestZoo shiftLabels(double shift) {
    for (int i = 0; i < rows(); i++) {
      single[i] += shift;
      pair[i][0] += shift;
      pair[i][1] += shift;
      gaps[i] = gaps[i] == null ? null : (Double) (gaps[i] + shift);
    }
    return this;
  }

  /** The rows in another order. */
  public List<Integer> shuffled(long seed) {
    List<Integer> order = order();
    Collections.shuffle(order, new Random(seed));
    return order;
  }

  /** The rows in their own order. */
  public List<Integer> order() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rows(); i++) {
      order.add(i);
    }
    return order;
  }

  /** Writes the features of a source on dataset {@code d}. */
  public void writeFeatures(
      Path root, String source, Encoding encoding, List<Integer> order, int files) {
    DataType type =
        switch (encoding) {
          case FLOATS -> DataTypes.createArrayType(DataTypes.FloatType);
          case DOUBLES -> DataTypes.createArrayType(DataTypes.DoubleType);
          case DENSE_VECTORS, SPARSE_VECTORS -> SQLDataTypes.VectorType();
          case PACKED -> DataTypes.BinaryType;
        };
    List<Row> rows = new ArrayList<>();
    for (int i : order) {
      rows.add(RowFactory.create((long) i, encode(features[i], encoding), predictions[i]));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("features", type)
            .add("prediction", DataTypes.createArrayType(DataTypes.DoubleType));
    write(rows, schema, root.resolve("source=" + source).resolve("dataset=d"), files);
  }

  private static Object encode(double[] values, Encoding encoding) {
    return switch (encoding) {
      case FLOATS -> {
        Float[] floats = new Float[values.length];
        Arrays.setAll(floats, j -> (float) values[j]);
        yield floats;
      }
      case DOUBLES -> values;
      case DENSE_VECTORS -> Vectors.dense(values);
      case SPARSE_VECTORS -> Vectors.dense(values).toSparse();
      case PACKED -> {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
          bytes.putFloat((float) value);
        }
        yield bytes.array();
      }
    };
  }

  /** Writes the labels of dataset {@code d}. */
  public void writeTargets(Path root, List<Integer> order, int files) {
    List<Row> rows = new ArrayList<>();
    for (int i : order) {
      rows.add(RowFactory.create((long) i, single[i], pair[i], gaps[i]));
    }
    write(rows, labelSchema(), root.resolve("dataset=d"), files);
  }

  static StructType labelSchema() {
    return new StructType()
        .add("id", DataTypes.LongType)
        .add("single", DataTypes.DoubleType)
        .add("pair", DataTypes.createArrayType(DataTypes.DoubleType))
        .add("gaps", DataTypes.DoubleType);
  }

  /** Writes features and labels side by side in one table. */
  void writeTogether(Path root, String source, List<Integer> order, int files) {
    List<Row> rows = new ArrayList<>();
    for (int i : order) {
      rows.add(
          RowFactory.create((long) i, features[i], predictions[i], single[i], pair[i], gaps[i]));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("prediction", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("single", DataTypes.DoubleType)
            .add("pair", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("gaps", DataTypes.DoubleType);
    write(rows, schema, root.resolve("source=" + source).resolve("dataset=d"), files);
  }

  /** Writes any rows as Parquet, in the given number of files. */
  void write(List<Row> rows, StructType schema, Path directory, int files) {
    int partitions = Math.min(files, Math.max(1, rows.size()));
    spark
        .createDataFrame(
            new JavaSparkContext(spark.sparkContext()).parallelize(rows, partitions), schema)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(directory.toString());
  }

  /** What a job printed and returned. */
  public record Outcome(int exitCode, String out, String err) {}

  /** Runs jobs/score in this process. */
  public static Outcome score(String... arguments) {
    return run(ScoreJob::run, arguments);
  }

  /** The run of a job, from its arguments to its exit code. */
  @FunctionalInterface
  interface Command {
    int run(String[] arguments, PrintStream out, PrintStream err)
        throws IOException, InterruptedException;
  }

  /** Runs a job in this process. */
  static Outcome run(Command command, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream warned = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exitCode = Exits.of(warned, () -> command.run(arguments, printed, warned));
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Rows of scores.csv without the header, split at commas (the test's names hold none). */
  public static List<String[]> csv(Path out) throws IOException {
    return Files.readAllLines(out.resolve("scores.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .toList();
  }
}
