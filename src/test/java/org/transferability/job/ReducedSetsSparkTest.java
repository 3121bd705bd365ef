package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;
import org.transferability.api.Transferability;
import org.transferability.job.cli.ExitCode;
import org.transferability.run.plan.Reduction;
import org.transferability.score.Score;

/**
 * A set with as many rows as features through the whole job: the scores are those of d x d moments,
 * wherever labels are and however the rows are stored.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReducedSetsSparkTest {
  /** Relative to the score; sums of the same numbers in another order and basis. */
  private static final double SAME = 1e-10;

  private static final String ESTIMATORS =
      "linear-mse,gcv,origin-gcv,logme,cv-mse,cv-r2,label-mse,lab-logme,lab-cv-mse";

  private Path dir;
  private SparkSession spark;
  private TestZoo zoo;
  private Map<String, double[]> expected;

  @BeforeAll
  void scoreWithoutReduction(@TempDir Path temporary) throws IOException {
    dir = temporary;
    spark = TestSpark.local(2);
    zoo = new TestZoo(spark, TestZoo.WIDTH);
    zoo.writeFeatures(dir.resolve("f"), "s", TestZoo.Encoding.DOUBLES, zoo.order(), 1);
    zoo.writeTargets(dir.resolve("t"), zoo.order(), 1);
    System.setProperty(Reduction.PROPERTY, "never");
    try {
      expected = scores("reference", "f", "t");
    } finally {
      System.clearProperty(Reduction.PROPERTY);
    }
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  private Map<String, double[]> scores(String name, String features, String targets, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--overwrite", "--quiet", "--folds", "3"));
    arguments.addAll(List.of("--features", dir.resolve(features).toString()));
    arguments.addAll(List.of("--out", dir.resolve("out-" + name).toString()));
    if (targets != null) {
      arguments.addAll(List.of("--targets", dir.resolve(targets).toString()));
    }
    arguments.addAll(List.of("--estimators", ESTIMATORS, "--lambda", "0,1,0.01r"));
    arguments.addAll(List.of(more));
    TestZoo.Outcome outcome = TestZoo.score(arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    Map<String, double[]> scores = new TreeMap<>();
    for (String[] row : TestZoo.csv(dir.resolve("out-" + name))) {
      scores.put(
          String.join(" ", row[2], row[3], row[4]),
          new double[] {Double.parseDouble(row[5]), Double.parseDouble(row[14])});
    }
    return scores;
  }

  private void requireSame(Map<String, double[]> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (key, values) -> {
          double score = found.get(key)[0];
          assertEquals(Double.isNaN(values[0]), Double.isNaN(score), key);
          if (!Double.isNaN(score)) {
            assertEquals(values[0], score, SAME * (1 + Math.abs(values[0])), key);
          }
          assertEquals(values[1], found.get(key)[1], key);
        });
  }

  @Test
  void neitherOrderNorFilesNorTheJoinMatter() throws IOException {
    requireSame(scores("one", "f", "t"));
    zoo.writeFeatures(dir.resolve("f5"), "s", TestZoo.Encoding.FLOATS, zoo.shuffled(1), 5);
    zoo.writeTargets(dir.resolve("t3"), zoo.shuffled(2), 3);
    requireSame(scores("files", "f5", "t3"));
    requireSame(scores("chunks", "f5", "t3", "--chunk-size", "1k"));
    requireSame(scores("shuffle", "f5", "t3", "--broadcast-limit", "0"));
    requireSame(scores("beside", "f", "t", "--broadcast-limit", "0"));
    zoo.writeTogether(dir.resolve("own"), "s", zoo.shuffled(3), 4);
    requireSame(scores("own", "own", null));
  }

  /** Blocks of 2 features, slices of some columns, several pieces of each. */
  @Test
  void rowsThatNoTaskHoldsAreReducedBySeveral() throws IOException {
    zoo.writeFeatures(dir.resolve("s5"), "s", TestZoo.Encoding.FLOATS, zoo.shuffled(1), 5);
    zoo.writeTargets(dir.resolve("s3"), zoo.shuffled(2), 3);
    zoo.writeTogether(dir.resolve("s-own"), "s", zoo.shuffled(3), 4);
    System.setProperty(Reduction.PROPERTY, "spread");
    try {
      String[] small = {"--chunk-size", "4k", "--tile-limit", "8k"};
      requireSame(scores("spread", "s5", "s3", small));
      requireSame(scores("spread-default", "s5", "s3"));
      requireSame(scores("spread-own", "s-own", null, small));
      String[] kept = {"--state", dir.resolve("spread-state").toString()};
      requireSame(scores("spread-kept", "s5", "s3", kept));
      requireSame(scores("spread-again", "s5", "s3", kept));
      assertTrue(
          Files.readString(dir.resolve("out-spread-again/run.json"))
              .matches("(?s).*\"passes_complete\"\\s*:\\s*1.*"));
      requireSame(
          scores("spread-shuffle", "s5", "s3", "--chunk-size", "4k", "--broadcast-limit", "0"));
      requireSame(scores("spread-always", "f", "t", "--chunk-size", "4k", "--refine", "always"));
    } finally {
      System.clearProperty(Reduction.PROPERTY);
    }
  }

  /** Directions from 1 to 1e-4 need several stages, with residuals of the rows that are left. */
  @Test
  void smallDirectionsKeepTheirDigitsInBlocks() throws IOException {
    int width = 40;
    Random random = new Random(9);
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < 30; i++) {
      double[] x = new double[width];
      double y = 0;
      for (int j = 0; j < width; j++) {
        double value = random.nextGaussian();
        x[j] = Math.pow(10, -4.0 * j / width) * value;
        y += value;
      }
      rows.add(RowFactory.create(i, x, new double[] {x[0], x[1]}, y));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("prediction", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("y", DataTypes.DoubleType);
    zoo.write(rows, schema, dir.resolve("small/source=s/dataset=d"), 3);
    Map<String, double[]> whole = scores("small-whole", "small", null);
    System.setProperty(Reduction.PROPERTY, "spread");
    try {
      Map<String, double[]> spread =
          scores("small-spread", "small", null, "--chunk-size", "4k", "--tile-limit", "8k");
      assertEquals(whole.keySet(), spread.keySet());
      whole.forEach(
          (key, values) -> {
            double score = spread.get(key)[0];
            if (!Double.isNaN(values[0])) {
              // eigenvalues of 1e-8 of the largest, on which logme depends, are known to 1e-8
              assertEquals(values[0], score, 1e-8 * (1 + Math.abs(values[0])), key);
            }
            assertEquals(values[1], spread.get(key)[1], key);
          });
    } finally {
      System.clearProperty(Reduction.PROPERTY);
    }
  }

  @Test
  void javaScoresFilesOfFewRows() throws IOException {
    for (String penalty : List.of("0", "1", "0.01r")) {
      Score found =
          Transferability.score(
              dir.resolve("f/source=s/dataset=d").toString(),
              dir.resolve("t/dataset=d").toString(),
              "pair",
              "linear-mse",
              penalty);
      double score = expected.get("pair linear-mse " + penalty)[0];
      assertEquals(score, found.score(), SAME * (1 + Math.abs(score)), penalty);
    }
  }

  @Test
  void refiningNeedsNoFile() throws IOException {
    requireSame(scores("always", "f", "t", "--refine", "always"));
  }

  @Test
  void theStateOfAReducedSetIsUsedAgainAndReadAgainIfItGrows() throws IOException {
    zoo.writeFeatures(dir.resolve("parts"), "s", TestZoo.Encoding.DOUBLES, zoo.order(), 2);
    List<Path> parts;
    Path set = Path.of("source=s", "dataset=d");
    try (Stream<Path> files = Files.list(dir.resolve("parts").resolve(set))) {
      parts = files.filter(f -> f.toString().endsWith(".parquet")).sorted().toList();
    }
    Path growing = Files.createDirectories(dir.resolve("growing").resolve(set));
    copy(parts.get(0), growing);
    String state = dir.resolve("state").toString();
    scores("half", "growing", "t", "--state", state);
    copy(parts.get(1), growing);
    requireSame(scores("grown", "growing", "t", "--state", state));
    requireSame(scores("again", "growing", "t", "--state", state));
    assertTrue(Files.readString(dir.resolve("out-again/run.json")).contains("passes_complete"));
  }

  private static void copy(Path file, Path folder) throws IOException {
    Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
  }
}
