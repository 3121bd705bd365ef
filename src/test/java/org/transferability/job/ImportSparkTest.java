package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;

/** jobs/import in this process, and what jobs/score and Spark make of its output. */
final class ImportSparkTest {
  private static final Path DEMO = Path.of("src/demo/zoo");
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = TestSpark.local(2);
  }

  /**
   * One set of the sample zoo written as numpy writes it, imported again, scores as its Parquet
   * twin, digit for digit.
   */
  @Test
  void numpyFilesScoreAsTheirParquetTwin(@TempDir Path folder) throws Exception {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    List<Row> features =
        spark
            .read()
            .parquet(DEMO + "/features/source=src00/dataset=sprites-noise")
            .orderBy("id")
            .collectAsList();
    Npy.write(raw.resolve("sprites-noise.src00.features.npy"), column(features, "features"), false);
    Npy.write(
        raw.resolve("sprites-noise.src00.predictions.npy"), column(features, "prediction"), true);
    List<Row> targets =
        spark.read().parquet(DEMO + "/targets/dataset=sprites-noise").orderBy("id").collectAsList();
    double[][] factors = column(targets, "x_y_scale_sin_cos");
    double[][] aspect = column(targets, "aspect");
    double[][] brightness = column(targets, "brightness");
    for (int i = 0; i < factors.length; i++) {
      factors[i] = Arrays.copyOf(factors[i], 7);
      factors[i][5] = aspect[i][0];
      factors[i][6] = brightness[i][0];
    }
    Npy.write(raw.resolve("sprites-noise.factors.npy"), factors, false);
    Path zoo = folder.resolve("zoo");
    TestZoo.Outcome imported =
        run(
            "--from",
            raw.toString(),
            "--out",
            zoo.toString(),
            "--features",
            "{dataset}.{source}.features.npy",
            "--predictions",
            "{dataset}.{source}.predictions.npy",
            "--targets",
            "{dataset}.factors.npy",
            "--target-columns",
            "x,y,scale,sin,cos,aspect,brightness",
            "--target",
            "x=x",
            "--target",
            "y=y",
            "--target",
            "scale=scale",
            "--target",
            "x_y=x,y",
            "--target",
            "sin_cos=sin,cos",
            "--target",
            "aspect=aspect",
            "--target",
            "brightness=brightness",
            "--target",
            "x_y_scale_sin_cos=x,y,scale,sin,cos");
    assertEquals(0, imported.exitCode(), imported.err());
    assertTrue(
        imported.out().contains("features (128 float32), prediction (1 float32)"), imported.out());
    assertTrue(imported.out().contains("jobs/validate --features"), imported.out());

    byte[] expected = scores(DEMO, folder.resolve("expected"));
    byte[] found = scores(zoo, folder.resolve("found"));
    assertArrayEquals(expected, found);
  }

  private static byte[] scores(Path zoo, Path out) throws IOException {
    TestZoo.Outcome scored =
        TestZoo.score(
            "--features",
            zoo + "/features",
            "--targets",
            zoo + "/targets",
            "--sources",
            "src00",
            "--estimators",
            "linear-mse,label-mse",
            "--out",
            out.toString());
    assertEquals(0, scored.exitCode(), scored.err());
    return Files.readAllBytes(out.resolve("scores.csv"));
  }

  @Test
  void aThousandFilesBecomeOneTreeThatIsTheSameWithAnyThreads(@TempDir Path folder)
      throws Exception {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Random random = new Random(1);
    for (int s = 0; s < 100; s++) {
      for (int d = 0; d < 5; d++) {
        for (int part = 0; part < 2; part++) {
          double number = s;
          double[][] rows =
              random
                  .doubles(24)
                  .mapToObj(x -> new double[] {x, x * x, number})
                  .toArray(double[][]::new);
          Path file = raw.resolve("m%03d/d%d/shard-%d.npy".formatted(s, d, part));
          Files.createDirectories(file.getParent());
          Npy.write(file, rows, (s + d) % 2 == 0);
        }
      }
    }
    for (String threads : List.of("1", "3")) {
      // one thread takes one dataset only: to compare
      String files =
          threads.equals("1") ? "{source}/d0/shard-*.npy" : "{source}/{dataset}/shard-*.npy";
      TestZoo.Outcome outcome =
          run(
              "--from",
              raw.toString(),
              "--features",
              files,
              "--dataset",
              "d0",
              "--out",
              folder.resolve("zoo" + threads).toString(),
              "--threads",
              threads,
              "--quiet");
      assertEquals(0, outcome.exitCode(), outcome.err());
      assertEquals("", outcome.out() + outcome.err());
    }
    assertEquals(501, files(folder.resolve("zoo3")).size());
    List<Path> one = files(folder.resolve("zoo1/features"));
    assertEquals(100, one.size());
    for (Path file : one) {
      Path other = folder.resolve("zoo3").resolve(folder.resolve("zoo1").relativize(file));
      assertEquals(-1, Files.mismatch(file, other), file.toString());
    }
    Row row =
        spark
            .read()
            .parquet(folder.resolve("zoo3/features").toString())
            .selectExpr("count(*)", "count(distinct source, dataset, id)", "max(size(features))")
            .head();
    assertEquals(
        List.of(24000L, 24000L, 3), List.of(row.getLong(0), row.getLong(1), row.getInt(2)));

    JsonNode manifest = new ObjectMapper().readTree(folder.resolve("zoo3/manifest.json").toFile());
    assertEquals(500, manifest.get("tables").size());
    JsonNode table = manifest.get("tables").get(0);
    assertEquals("m000", table.get("source").asText());
    assertEquals(48, table.get("rows").asLong());
    assertEquals("row number", table.get("ids").asText());
    assertEquals(sha256(raw.resolve("m000/d0/shard-0.npy")), table.at("/inputs/0/sha256").asText());
    assertEquals("float32 24 x 3, Fortran order", table.at("/inputs/0/format").asText());
    Path written = folder.resolve("zoo1").resolve(table.at("/files/0/path").asText());
    assertEquals(sha256(written), table.at("/files/0/sha256").asText());
    assertEquals(Files.size(written), table.at("/files/0/bytes").asLong());
  }

  @Test
  void csvWithIdsAndMissingLabels(@TempDir Path folder) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Files.writeString(raw.resolve("m.csv"), "image,f0,f1\na,1,2\nb,3,4.5\nc,5,6\n");
    Files.writeString(raw.resolve("labels.csv"), "image,x,y,area\nc,1,2,3\na,,2,\nb,,,7\n");
    Path zoo = folder.resolve("zoo");
    TestZoo.Outcome outcome =
        run(
            "--from",
            raw.toString(),
            "--features",
            "{source}.csv#f*",
            "--dataset",
            "d=1/x",
            "--targets",
            "labels.csv",
            "--id-column",
            "image",
            "--out",
            zoo.toString(),
            "--target",
            "xy=x,y",
            "--target",
            "area=area",
            "--source",
            "unused");
    assertEquals(2, outcome.exitCode());
    assertTrue(
        outcome.err().contains("it matches --features '{source}.csv#f*' and --targets"),
        outcome.err());
    Files.createDirectories(raw.resolve("m"));
    Files.move(raw.resolve("m.csv"), raw.resolve("m/features.csv"));
    outcome =
        run(
            "--from",
            raw.toString(),
            "--features",
            "{source}/features.csv#f*",
            "--dataset",
            "d=1/x",
            "--targets",
            "labels.csv",
            "--id-column",
            "image",
            "--out",
            zoo.toString(),
            "--target",
            "xy=x,y",
            "--target",
            "area=area");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals("", outcome.err().replaceAll("\\d+/\\d+ tables[^\n]*\n", ""));
    assertTrue(
        outcome.out().contains("3 rows, xy (2 float64), area (1 float64), 2 with missing values"));
    List<Row> labels = spark.read().parquet(zoo + "/targets").orderBy("id").collectAsList();
    assertEquals("[a,ArraySeq(NaN, 2.0),null,d=1/x]", labels.get(0).toString());
    assertEquals("[b,null,7.0,d=1/x]", labels.get(1).toString());
    assertEquals("[c,ArraySeq(1.0, 2.0),3.0,d=1/x]", labels.get(2).toString());
  }

  @Test
  void rowNumbersMustIdentifyTheSameRows(@TempDir Path folder) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Npy.write(raw.resolve("a.npy"), new double[][] {{1, 2}, {3, 4}, {5, 6}}, false);
    Npy.write(raw.resolve("y.npy"), new double[][] {{1}, {3}}, false);
    TestZoo.Outcome outcome =
        run(
            "--from",
            raw.toString(),
            "--dataset",
            "d",
            "--features",
            "a.npy",
            "--source",
            "s",
            "--targets",
            "y.npy",
            "--out",
            folder.resolve("zoo").toString());
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("as many rows in every file"), outcome.err());
    outcome =
        run(
            "--from",
            raw.toString(),
            "--dataset",
            "d",
            "--features",
            "a.npy",
            "--source",
            "s",
            "--predictions",
            "y.npy",
            "--out",
            folder.resolve("zoo").toString());
    assertEquals(2, outcome.exitCode());
    assertTrue(
        outcome.err().contains("expected as many rows in both, found 3 and 2"), outcome.err());
    assertFalse(Files.exists(folder.resolve("zoo")));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(raw), left.toList());
    }
  }

  @Test
  void anOutputThatExistsIsRefused(@TempDir Path folder) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Npy.write(raw.resolve("a.npy"), new double[][] {{1, 2}, {3, 4}, {5, 6}}, true);
    List<String> arguments =
        List.of(
            "--from",
            raw.toString(),
            "--features",
            "{source}.npy",
            "--dataset",
            "d",
            "--encoding",
            "packed",
            "--out",
            folder.resolve("zoo").toString());
    assertEquals(0, run(arguments.toArray(String[]::new)).exitCode());
    TestZoo.Outcome again = run(arguments.toArray(String[]::new));
    assertEquals(2, again.exitCode());
    assertTrue(again.err().contains("--overwrite"), again.err());
    List<String> overwriting = Stream.concat(arguments.stream(), Stream.of("--overwrite")).toList();
    assertEquals(0, run(overwriting.toArray(String[]::new)).exitCode());
    byte[] packed =
        spark.read().parquet(folder + "/zoo/features").orderBy("id").head().getAs("features");
    ByteBuffer floats = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(List.of(1f, 2f), List.of(floats.getFloat(), floats.getFloat()));
  }

  /** Row i of the table is i, i / 10 in every file: what an import makes of it must be so too. */
  @Test
  void numberedFilesAreReadInNaturalOrder(@TempDir Path folder) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    for (int shard = 0; shard < 12; shard++) {
      double[][] rows = new double[4][];
      double[][] labels = new double[4][];
      StringBuilder ids = new StringBuilder("\uFEFF");
      for (int r = 0; r < 4; r++) {
        int row = 4 * shard + r;
        rows[r] = new double[] {row, row / 10.0};
        labels[r] = new double[] {row};
        ids.append("id").append(100 + row).append('\n');
      }
      Path part = Files.createDirectories(raw.resolve("m/part" + shard));
      Npy.write(part.resolve("x.npy"), rows, false);
      Files.writeString(part.resolve("ids.txt"), ids);
      Npy.write(raw.resolve("y-%s%d.npy".formatted(shard < 5 ? "00" : "", shard)), labels, false);
    }
    for (boolean named : new boolean[] {false, true}) {
      Path zoo = folder.resolve("zoo" + named);
      List<String> arguments =
          new ArrayList<>(
              List.of("--from", raw.toString(), "--dataset", "d", "--out", zoo.toString()));
      arguments.addAll(List.of("--features", "{source}/*/x.npy", "--targets", "y-*.npy"));
      if (named) {
        arguments.addAll(List.of("--ids", "{source}/*/ids.txt", "--target-ids", "m/*/ids.txt"));
      }
      TestZoo.Outcome imported = run(arguments.toArray(String[]::new));
      assertEquals(0, imported.exitCode(), imported.err());
      assertTrue(imported.out().contains("12 files in natural order"), imported.out());
      JsonNode manifest = new ObjectMapper().readTree(zoo.resolve("manifest.json").toFile());
      assertEquals(
          "natural: by folders, numbers in names by value",
          manifest.at("/tables/0/order").asText());
      assertTrue(manifest.at("/tables/0/inputs/2/path").asText().endsWith("/part2/x.npy"));
      List<Row> features = spark.read().parquet(zoo + "/features").orderBy("id").collectAsList();
      List<Row> targets = spark.read().parquet(zoo + "/targets").orderBy("id").collectAsList();
      assertEquals(48, features.size());
      for (int i = 0; i < 48; i++) {
        assertEquals(named ? "id" + (100 + i) : Integer.toString(i), features.get(i).get(0) + "");
        assertEquals((float) i, features.get(i).<Float>getList(1).get(0));
        assertEquals(i, targets.get(i).getDouble(1));
      }
    }
  }

  @Test
  void anIndexIsNeitherAFeatureNorATargetUnlessItIsNamed(@TempDir Path folder) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Files.writeString(raw.resolve("m.f.csv"), ",f0,f1\n0,1,2\n1,3,4\n2,5,7\n");
    Files.writeString(raw.resolve("y.csv"), "Unnamed: 0,age\n0,1\n1,2\n2,4\n");
    List<String> arguments =
        List.of(
            "--from",
            raw.toString(),
            "--dataset",
            "d",
            "--features",
            "{source}.f.csv",
            "--targets",
            "y.csv",
            "--overwrite",
            "--out",
            folder.resolve("zoo").toString());
    TestZoo.Outcome imported = run(arguments.toArray(String[]::new));
    assertEquals(0, imported.exitCode(), imported.err());
    assertTrue(
        imported.out().contains("omitted Unnamed: 0: a column without a name"), imported.out());
    assertEquals("[id, age, dataset]", columns(folder.resolve("zoo/targets")));
    assertEquals(2, features(folder.resolve("zoo")).get(0).getList(1).size());
    JsonNode manifest = new ObjectMapper().readTree(folder.resolve("zoo/manifest.json").toFile());
    assertEquals("Unnamed: 0", manifest.at("/tables/0/left_out/0/column").asText());

    List<String> naming = new ArrayList<>(arguments);
    naming.addAll(List.of("--target", "row=Unnamed: 0", "--target", "age=age"));
    assertEquals(0, run(naming.toArray(String[]::new)).exitCode());
    assertEquals("[id, row, age, dataset]", columns(folder.resolve("zoo/targets")));

    List<String> ids = new ArrayList<>(arguments);
    ids.addAll(List.of("--id-column", "Unnamed: 0"));
    imported = run(ids.toArray(String[]::new));
    assertEquals(0, imported.exitCode(), imported.err());
    assertFalse(imported.out().contains("omitted"), imported.out());
  }

  @Test
  void optionsSetTheFormatOfCsv(@TempDir Path folder) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Files.writeString(raw.resolve("m.f.csv"), "1,5;2\n3;4,25\n5;7\n");
    Files.writeString(raw.resolve("y.csv"), "1,5\n\n2\n");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--from", raw.toString(), "--features", "{source}.f.csv", "--targets", "y.csv"));
    arguments.addAll(List.of("--dataset", "d", "--out", folder.resolve("zoo").toString()));
    TestZoo.Outcome refused = run(arguments.toArray(String[]::new));
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().contains("--"), refused.err());
    arguments.addAll(List.of("--no-header", "--decimal=,", "--separator=;"));
    arguments.addAll(List.of("--target-columns", "age"));
    TestZoo.Outcome imported = run(arguments.toArray(String[]::new));
    assertEquals(0, imported.exitCode(), imported.err());
    assertTrue(imported.out().contains("3 rows, age (1 float64), 1 with missing"), imported.out());
    assertEquals(List.of(3.0, 4.25), features(folder.resolve("zoo")).get(1).getList(1));
    JsonNode options =
        new ObjectMapper().readTree(folder.resolve("zoo/manifest.json").toFile()).get("options");
    assertEquals(
        "false , ;",
        options.get("header").asText()
            + " "
            + options.get("decimal").asText()
            + " "
            + options.get("separator").asText());
    for (String[] wrong :
        new String[][] {
          {"--header", "expected --header or --no-header, found both"},
          {"--decimal=;", "Cannot use --decimal: expected . or a comma"},
          {"--separator=ab", "Cannot use --separator: expected one character"},
          {"--separator=x", "Cannot use --separator: expected one character"}
        }) {
      List<String> more = new ArrayList<>(arguments);
      more.removeIf(argument -> argument.startsWith(wrong[0].replaceFirst("=.*", "=")));
      more.add(wrong[0]);
      TestZoo.Outcome outcome = run(more.toArray(String[]::new));
      assertEquals(2, outcome.exitCode(), outcome.err());
      assertTrue(outcome.err().contains(wrong[1]), outcome.err());
    }
  }

  @Test
  void filesOfATableHaveTheSameColumnsInTheSameOrder(@TempDir Path folder) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Files.writeString(raw.resolve("m-1.csv"), "a,b\n1,2\n");
    Files.writeString(raw.resolve("m-2.csv"), "b,a\n1,2\n");
    TestZoo.Outcome outcome =
        run(
            "--from",
            raw.toString(),
            "--features",
            "{source}-*.csv",
            "--dataset",
            "d",
            "--out",
            folder.resolve("zoo").toString());
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("expected column 'a' at position 1"), outcome.err());
    assertFalse(Files.exists(folder.resolve("zoo")));
  }

  private static String columns(Path table) {
    return Arrays.toString(spark.read().parquet(table.toString()).columns());
  }

  private static List<Row> features(Path zoo) {
    return spark.read().parquet(zoo + "/features").orderBy("id").collectAsList();
  }

  @Test
  void helpShowsExamples() {
    TestZoo.Outcome help = run("--help");
    assertEquals(0, help.exitCode());
    assertTrue(help.out().contains("Examples:") && help.out().contains("{source}/{dataset}.npy"));
  }

  private static TestZoo.Outcome run(String... arguments) {
    return TestZoo.run(ImportJob::run, arguments);
  }

  private static double[][] column(List<Row> rows, String name) {
    return rows.stream()
        .map(
            row ->
                row.<Object>getList(row.fieldIndex(name)).stream()
                    .mapToDouble(x -> ((Number) x).doubleValue())
                    .toArray())
        .toArray(double[][]::new);
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
