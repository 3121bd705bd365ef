package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;

/** One import of files of several formats, and the mistakes that are made with them. */
final class MixedImportSparkTest {
  /** Files that numpy wrote, and scores that numpy computed (make.py). */
  private static final Path MESSY = Path.of("src/test/resources/importing/messy");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = TestSpark.local(2);
  }

  /** Scores of at most 40, of 20 to 24 rows: rounding is far below 1e-10. */
  @Test
  void aMessyFolderIsScoredAsNumpyScoresIt() throws IOException {
    TestZoo.Outcome imported = imported(messy("zoo"));
    assertTrue(
        imported
            .out()
            .contains("targets on cub: 24 rows, position (2 float64), area (1 float64), 2"),
        imported.out());
    assertEquals(0, printed(imported.out(), "Next: jobs/validate ", ValidateJob::run).exitCode());
    String out = folder.resolve("scored").toString();
    List<String> score = words(line(imported.out(), "Then: jobs/score "));
    score.set(score.indexOf("--out") + 1, out);
    score.addAll(List.of("--estimators", "linear-mse"));
    TestZoo.Outcome scored = TestZoo.score(score.toArray(String[]::new));
    assertEquals(0, scored.exitCode(), scored.err());
    Map<String, Double> found = new LinkedHashMap<>();
    for (Row row : csv(Path.of(out, "scores.csv"), "score")) {
      found.put(row.getString(0), row.getDouble(1));
    }
    List<Row> expected = csv(MESSY.resolve("expected.csv"), "score");
    assertEquals(48, expected.size());
    assertEquals(48, found.size());
    for (Row row : expected) {
      assertEquals(row.getDouble(1), found.get(row.getString(0)), 1e-10, row.getString(0));
    }
  }

  private static List<Row> csv(Path file, String score) {
    return spark
        .read()
        .option("header", true)
        .csv(file.toString())
        .selectExpr(
            "concat_ws(' ', source, dataset, target, cast(lambda as double))",
            "cast(" + score + " as double)")
        .collectAsList();
  }

  private List<String> messy(String out) {
    List<String> arguments = new ArrayList<>(List.of("--from", MESSY.toString()));
    for (String features :
        List.of(
            "arrays/{source}.{dataset}.npy", "more.{dataset}.npz#{source}", "mae.{dataset}.csv")) {
      arguments.addAll(List.of("--features", features.replaceFirst("^mae", "{source=mae}mae")));
    }
    arguments.addAll(List.of("--targets", "labels.csv", "--target", "position=x,y"));
    arguments.addAll(List.of("--ids", "{dataset}.txt", "--id-column", "image"));
    arguments.addAll(List.of("--out", folder.resolve(out).toString()));
    return arguments;
  }

  @Test
  void aRecipeIsTheSameAsOptions() throws IOException {
    imported(messy("options"));
    Path recipe = folder.resolve("zoo.yaml");
    Files.writeString(
        recipe,
        """
        from: elsewhere
        features:
          - arrays/{source}.{dataset}.npy
          - more.{dataset}.npz#{source}
          - "{source=mae}mae.{dataset}.csv"
        targets: labels.csv
        target:
          position: [x, y]
        ids: "{dataset}.txt"
        id-column: image
        row-group-size: 64m
        """);
    List<String> arguments =
        List.of("--recipe", recipe.toString(), "--from", MESSY.toString(), "--out");
    imported(Stream.concat(arguments.stream(), Stream.of(folder + "/recipe")).toList());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("options/manifest.json")),
        Files.readAllBytes(folder.resolve("recipe/manifest.json")));

    Files.writeString(recipe, "feature: a.npy\n");
    TestZoo.Outcome outcome = run("--recipe", recipe.toString());
    assertEquals(2, outcome.exitCode());
    assertTrue(
        outcome.err().contains("import recipe: unknown key 'feature': did you mean 'features'?"),
        outcome.err());
    Files.writeString(recipe, "features:\n  - '{model}.npy'\n");
    outcome = run("--recipe", recipe.toString());
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("{source=NAME}, found {model} ("), outcome.err());
    assertTrue(outcome.err().contains("zoo.yaml, line 2"), outcome.err());
  }

  @Test
  void theExampleOfARecipeIsValid() {
    assertEquals(
        List.of("Cannot import from dumps: expected a folder, found nothing"),
        List.of(
            run("--recipe", "conf/import.example.yaml", "--out", folder + "/zoo")
                .err()
                .strip()
                .replace("error: ", "")));
  }

  /** Every command of the help and of the first block of the page, on small files. */
  @Test
  void theExamplesOfTheHelpRun() throws IOException {
    dumps();
    int count = 0;
    Matcher commands =
        Pattern.compile("  jobs/import ((?:[^\\\\\\n]|\\\\\\n)*)").matcher(run("--help").out());
    while (commands.find()) {
      List<String> words = words(commands.group(1).replace("\\\n", " "));
      for (String option : List.of("--from", "--out", "--recipe")) {
        int at = words.indexOf(option) + 1;
        if (at > 0) {
          words.set(at, folder.resolve(words.get(at)).toString());
        }
      }
      imported(words);
      count++;
    }
    assertEquals(4, count);
    JsonNode manifest =
        new ObjectMapper().readTree(folder.resolve("mixed-zoo/manifest.json").toFile());
    List<String> sources = new ArrayList<>();
    manifest.get("tables").forEach(table -> sources.add(table.path("source").asText("-")));
    assertEquals(List.of("bert", "clip", "dino", "vit", "-"), sources);
  }

  /** The files that the examples read. */
  private void dumps() throws IOException {
    double[][] rows = {{1, 2, 3}, {3, 4, 4}, {5, 7, 1}, {8, 1, 2}};
    String labels = "image,x,y,area\na,1,2,3\nb,2,3,5\nc,3,4,4\nd,4,6,1\n";
    Files.createDirectories(folder.resolve("dumps/ids"));
    Files.createDirectories(folder.resolve("dumps/labels"));
    Files.createDirectories(folder.resolve("dumps/vit"));
    Npy.write(folder.resolve("dumps/vit/cub.npy"), rows, false);
    Files.writeString(folder.resolve("dumps/ids/cub.txt"), "a\nb\nc\nd\n");
    Files.writeString(folder.resolve("dumps/labels/cub.csv"), labels);
    Files.createDirectories(folder.resolve("mixed"));
    Npy.write(folder.resolve("mixed/vit.npy"), rows, false);
    Files.writeString(folder.resolve("mixed/bert.csv"), "f0,f1\n1,2\n3,4\n5,7\n1,1\n");
    Files.writeString(folder.resolve("mixed/labels.csv"), labels);
    Npz.write(folder.resolve("mixed/more.npz"), Map.of("clip", rows, "dino", rows));
    Files.writeString(
        folder.resolve("zoo.yaml"),
        "from: %s\nfeatures: vit.npy\nsource: vit\ndataset: cub\nout: %s\n"
            .formatted(folder.resolve("mixed"), folder.resolve("recipe-zoo")));
    Files.createDirectories(folder.resolve("hf/vit/cub"));
    Npy.write(folder.resolve("hf/labels-cub.npy"), rows, false);
    spark
        .sql("select array(1.0d, 2.0d) embedding from range(4)")
        .coalesce(1)
        .write()
        .mode("append")
        .parquet(folder.resolve("hf/vit/cub").toString());
  }

  @Test
  void arraysOfAnNpzAreTargets() throws IOException {
    double[][] rows = {{1, 2}, {3, 4}, {5, 7}};
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Map<String, double[][]> arrays = new LinkedHashMap<>();
    arrays.put("pose", rows);
    arrays.put("age", new double[][] {{1}, {2}, {Double.NaN}});
    arrays.put("id", new double[][] {{7}, {8}, {9}});
    Npz.write(raw.resolve("labels.npz"), arrays);
    List<String> arguments = List.of("--from", raw.toString(), "--dataset", "d", "--out");
    TestZoo.Outcome clash = run(arguments, folder + "/zoo", "--targets", "labels.npz");
    assertEquals(2, clash.exitCode());
    assertTrue(
        clash.err().contains("found 'id', which is the column of ids; --id-column id uses it"),
        clash.err());
    TestZoo.Outcome imported = run(arguments, folder + "/zoo", "--targets", "labels.npz#pose,age");
    assertEquals(0, imported.exitCode(), imported.err());
    assertTrue(
        imported.out().contains("3 rows, pose (2 float64), age (1 float64), 1 with missing"),
        imported.out());
    List<Row> targets = spark.read().parquet(folder + "/zoo/targets").orderBy("id").collectAsList();
    assertEquals("[1,ArraySeq(3.0, 4.0),2.0,d]", targets.get(1).toString());
  }

  @Test
  void otherColumnsStayTargetsAndAreNotCountedIfTheyAreOmitted() throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Npy.write(
        raw.resolve("y.npy"),
        new double[][] {{1, 2, 3, Double.NaN}, {3, 4, 5, 1}, {5, 6, 8, 1}},
        false);
    List<String> arguments = List.of("--from", raw.toString(), "--dataset", "d", "--out");
    String[] more = {"--targets", "y.npy", "--target", "eye=x,y", "--target-columns", "x,y,age,-"};
    TestZoo.Outcome imported =
        run(
            arguments,
            Stream.concat(Stream.of(folder + "/zoo"), Arrays.stream(more)).toArray(String[]::new));
    assertEquals(0, imported.exitCode(), imported.err());
    assertTrue(
        imported.out().contains("3 rows, eye (2 float64), age (1 float64)\n"), imported.out());
  }

  /** What is given of a small folder, and the line that is printed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --features {source}.csv --targets labels.csv --dataset d|labels.csv: expected one use of the file, found that it matches --features '{source}.csv' and --targets 'labels.csv' (--exclude 'labels.csv'
          --features {source}.csv#f0,id --targets {dataset}.csv#x,id --source s|expected other columns for --features '{source}.csv#f0,id' than for --targets '{dataset}.csv#x,id', found 'id' in both
          --features {source}.npy --ids n.npy --dataset d|n.npy: expected one use of the file, found that it matches --features '{source}.npy' and --ids 'n.npy'
          --features m.npy --features {source}.npy --source m --dataset d|m.npy: expected one use of the file
          --features m.npy --source s --dataset d --id-column id|m.npy: expected the ids of its rows (--ids), as an array has no column 'id'
          --targets labels.csv --dataset d|found 'id', which is the column of ids
          --targets labels.csv --id-column id --target a=x --target a=y --dataset d|expected a name for each target, found 'a' twice
          --targets labels.csv --id-column id|expected {dataset} in it, --dataset with its name, or a column 'dataset' (another one: --dataset-column), found none
          --targets labels.csv --id-column id --dataset-column set|no column 'set'; expected one of id, x, y
          --targets all.csv --targets {dataset}.csv#x --exclude nothing --id-column id|all.csv: expected one use of the file
          --targets all.csv --targets cub/{dataset}.csv|expected each table from one pattern, found targets/dataset=cub in both
          --features m.npz#{source} --dataset d --targets m.npz|m.npz: expected one use of the file
          --features m.npz --dataset d --source s|after #, or #{source} if each array is a source, found none and 2 arrays
          --features m.npz#{source}_x --dataset d|expected arrays that match '{source}_x', found a, b
          --features m.npz#{source} --features {source=a}m.npy --dataset d|expected one pattern for each table, found --features 'm.npz#{source}' and '{source=a}m.npy' for source 'a', dataset 'd'
          --features m.npy --source s --dataset d --ids words.txt|expected a whole number, as in the first row (--text-ids reads all ids as text), found 'b'
          --features m.npy --source s --dataset d --ids words.txt --ids n.npy|m.npy: expected one file for --ids of source 's', dataset 'd', found 2 (n.npy, words.txt); keep one pattern, that of the ids of these rows, or add {source=s} to it: ids of one source take precedence
          --features m.npy --source s --dataset d --ids {source=s}*.txt --ids {source=s}n.npy|expected one file for --ids of source 's', dataset 'd', found 2 (n.npy, words.txt)
          --features m.npy --source s --dataset d --ids {source}_ids.txt|m.npy: expected one file for --ids of source 's', dataset 'd', found none
          --targets {dataset=d}all.csv|Cannot read column 'dataset': expected a number or an empty cell, found 'cub'
          --targets n.npy --dataset d --ids words.txt --ids m.npy|n.npy: expected one file for --ids of targets, dataset 'd', found 2 (m.npy, words.txt); keep one pattern, that of the ids of these rows, or give it as --target-ids
          --features {source=s}*.npy --dataset d --ids words.txt|m.npy, n.npy: expected 2 files for --ids of source 's', dataset 'd', found 1 (words.txt); the 2 files of source 's' are joined as parts of one table: {source} in the path keeps them apart
          """)
  void mistakesAreNamed(String options, String message) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    double[][] rows = {{1, 2}, {3, 4}};
    Npy.write(raw.resolve("m.npy"), rows, false);
    Npy.write(raw.resolve("n.npy"), new double[][] {{1}, {2}}, false);
    Map<String, double[][]> arrays = new LinkedHashMap<>();
    arrays.put("a", rows);
    arrays.put("b", rows);
    Npz.write(raw.resolve("m.npz"), arrays);
    Files.writeString(raw.resolve("labels.csv"), "id,x,y\n1,2,3\n2,3,4\n");
    Files.writeString(raw.resolve("all.csv"), "dataset,x\ncub,2\ncub,3\n");
    Files.writeString(Files.createDirectories(raw.resolve("cub")).resolve("cub.csv"), "x\n1\n");
    Files.writeString(raw.resolve("words.txt"), "1\nb\n");
    if (options.contains("f0")) {
      Files.delete(raw.resolve("all.csv"));
      Files.writeString(raw.resolve("labels.csv"), "id,x,f0\n1,2,3\n2,3,4\n");
    }
    TestZoo.Outcome outcome =
        run(
            List.of("--from", raw.toString(), "--out"),
            Stream.concat(Stream.of(folder + "/zoo"), Arrays.stream(options.split(" ")))
                .toArray(String[]::new));
    assertEquals(2, outcome.exitCode(), outcome.out() + outcome.err());
    String error = outcome.err().lines().filter(l -> l.startsWith("error: ")).findFirst().get();
    assertTrue(error.contains(message), error);
    assertFalse(Files.exists(folder.resolve("zoo")));
  }

  /** The rows of mae are in another order than those of the other sources. */
  @ParameterizedTest
  @ValueSource(strings = {"{source}_ids.txt", "{source=mae}mae_ids.txt"})
  void idsOfOneSourceTakePrecedence(String odd) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Npy.write(raw.resolve("vit.npy"), new double[][] {{1}, {2}, {3}}, false);
    Npy.write(raw.resolve("mae.npy"), new double[][] {{30}, {10}}, false);
    Files.writeString(raw.resolve("ids.txt"), "a\nb\nc\n");
    Files.writeString(raw.resolve("mae_ids.txt"), "c\na\n");
    Npy.write(raw.resolve("labels.npy"), new double[][] {{4}, {5}, {6}}, false);
    List<String> arguments = new ArrayList<>(List.of("--from", raw.toString(), "--dataset", "d"));
    arguments.addAll(List.of("--features", "{source}.npy", "--exclude", "labels.npy"));
    arguments.addAll(List.of("--ids", "ids.txt", "--ids", odd, "--targets", "labels.npy"));
    arguments.addAll(List.of("--out", folder + "/zoo"));
    imported(arguments);
    assertEquals(
        List.of("a mae 10.0", "a vit 1.0", "b vit 2.0", "c mae 30.0", "c vit 3.0"),
        texts("features", "concat_ws(' ', id, source, features[0])"));
    assertEquals(
        List.of("a 4.0", "b 5.0", "c 6.0"), texts("targets", "concat_ws(' ', id, labels)"));
  }

  /** Two archives with the same arrays. */
  @Test
  void aSourceIsNamedByTheFileAndTheArray() throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    npz(raw.resolve("dinov1.npz"), "block6", 1, "block11", 2);
    npz(raw.resolve("dinov2.npz"), "block6", 3, "block11", 4);
    Npy.write(raw.resolve("y.npy"), new double[][] {{7}, {8}}, false);
    List<String> arguments =
        List.of("--from", raw.toString(), "--dataset", "d", "--targets", "y.npy", "--out");
    TestZoo.Outcome joined = run(arguments, folder + "/zoo", "--features", "dino*.npz#{source}");
    assertEquals(2, joined.exitCode());
    assertTrue(
        joined
            .err()
            .strip()
            .endsWith(
                "give the ids by --ids or --id-column; the 2 files of source 'block11' are joined as parts of one table: {source} in the path keeps them apart, also if #{source} follows"),
        joined.err());
    TestZoo.Outcome outcome =
        run(arguments, folder + "/zoo", "--features", "{source}.npz#{source}");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(
        List.of(
            "dinov1-block11 0 2.0",
            "dinov1-block11 1 2.0",
            "dinov1-block6 0 1.0",
            "dinov1-block6 1 1.0",
            "dinov2-block11 0 4.0",
            "dinov2-block11 1 4.0",
            "dinov2-block6 0 3.0",
            "dinov2-block6 1 3.0"),
        texts("features", "concat_ws(' ', source, id, features[0])"));
    npz(raw.resolve("dinov1-block6.npz"), "x", 5, "y", 6);
    npz(raw.resolve("dinov1.npz"), "block6-x", 1, "block11", 2);
    TestZoo.Outcome clash = run(arguments, folder + "/no", "--features", "{source}.npz#{source}");
    assertEquals(2, clash.exitCode());
    assertTrue(
        clash
            .err()
            .contains(
                "Cannot import dinov1-block6.npz and dinov1.npz: expected different names of sources, found that arrays of both are source 'dinov1-block6-x', dataset 'd'; {source=NAME} gives another name"),
        clash.err());
  }

  /** Two arrays of two rows, filled with one number each. */
  private static void npz(Path file, String one, double first, String two, double second)
      throws IOException {
    Map<String, double[][]> arrays = new LinkedHashMap<>();
    arrays.put(one, new double[][] {{first, first}, {first, first}});
    arrays.put(two, new double[][] {{second, second}, {second, second}});
    Npz.write(file, arrays);
  }

  @Test
  void filesThatAreJoinedAreNamedIfTheyDiffer() throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Npz.write(raw.resolve("dino1.npz"), Map.of("b", new double[][] {{1}, {2}}));
    Npz.write(raw.resolve("dino2.npz"), Map.of("b", new double[][] {{1, 1}, {2, 1}}));
    List<String> arguments = List.of("--from", raw.toString(), "--dataset", "d", "--out");
    TestZoo.Outcome joined = run(arguments, folder + "/zoo", "--features", "dino*.npz#{source}");
    assertEquals(2, joined.exitCode());
    assertTrue(
        joined.err().contains("the 2 files of source 'b' are joined as parts"), joined.err());
  }

  /** The ids of each array are a column of a table. */
  @Test
  void idsAreNamedByTheFileAndTheArray() throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    npz(raw.resolve("vit.npz"), "a", 1, "b", 2);
    Path ids = Files.createDirectories(raw.resolve("ids"));
    Files.writeString(ids.resolve("vit.csv"), "a,b\n11,12\n12,13\n");
    List<String> arguments = new ArrayList<>(List.of("--from", raw.toString(), "--dataset", "d"));
    arguments.addAll(List.of("--features", "{source}.npz#{source}", "--out", folder + "/zoo"));
    TestZoo.Outcome outcome = run(arguments, "--ids", "ids/{source}.csv#{source}");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(
        List.of("vit-a 11 1.0", "vit-a 12 1.0", "vit-b 12 2.0", "vit-b 13 2.0"),
        texts("features", "concat_ws(' ', source, id, features[0])"));
  }

  /** Labels of several datasets, and arrays of one of them. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  void datasetOmitsTheRowsOfOtherDatasets(String form) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Npy.write(raw.resolve("vit.npy"), new double[][] {{1}, {2}}, false);
    String labels = "dataset,image,x\ndogs,a,7\nfaces,b,8\nfaces,a,\ncub,c,9\n";
    Files.writeString(raw.resolve("ids.txt"), "a\nb\n");
    Files.writeString(raw.resolve("labels.csv"), labels);
    if (form.equals("parquet")) {
      spark
          .read()
          .option("header", true)
          .schema("dataset string, image string, x double")
          .csv(raw.resolve("labels.csv").toString())
          .coalesce(1)
          .write()
          .parquet(raw.resolve("labels").toString());
    }
    List<String> arguments = new ArrayList<>(List.of("--from", raw.toString()));
    arguments.addAll(List.of("--features", "{source}.npy", "--ids", "ids.txt"));
    arguments.addAll(List.of("--targets", form.equals("csv") ? "labels.csv" : "labels/*.parquet"));
    arguments.addAll(List.of("--id-column", "image", "--out", folder + "/zoo"));
    TestZoo.Outcome missing = run(arguments, "--dataset", "face");
    assertEquals(2, missing.exitCode());
    assertTrue(
        missing
            .err()
            .contains(
                ": expected rows of dataset 'face' (--dataset) in column 'dataset', found dogs, faces, cub; if the column does not name datasets, put {dataset=face} into the pattern of --targets"),
        missing.err());
    assertFalse(Files.exists(folder.resolve("zoo")));
    TestZoo.Outcome outcome = run(arguments, "--dataset", "faces");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(
        outcome
            .out()
            .contains(
                "  targets on faces: 2 rows, x (1 float64), 1 with missing values\n    omitted 2 rows of other datasets\n"),
        outcome.out());
    assertEquals(
        List.of("faces a -", "faces b 8.0"),
        texts("targets", "concat_ws(' ', dataset, id, coalesce(cast(x as string), '-'))"));
    JsonNode manifest = new ObjectMapper().readTree(folder.resolve("zoo/manifest.json").toFile());
    assertEquals(2, manifest.at("/tables/1/rows_of_other_datasets").asInt());
    assertTrue(manifest.at("/tables/0/rows_of_other_datasets").isMissingNode());
  }

  /** A column of numbers may be a target, so it is used for datasets only if an option names it. */
  @Test
  void aColumnOfNumbersIsTheDatasetOnlyIfItIsNamed() throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Files.writeString(raw.resolve("y.csv"), "dataset,x\n1,7\n2,8\n");
    List<String> arguments = new ArrayList<>(List.of("--from", raw.toString(), "--dataset", "1"));
    arguments.addAll(List.of("--targets", "y.csv", "--out", folder + "/zoo", "--overwrite"));
    imported(arguments);
    assertEquals(
        List.of("0 1.0 7.0", "1 2.0 8.0"),
        spark
            .read()
            .parquet(folder + "/zoo/targets/dataset=1")
            .selectExpr("concat_ws(' ', id, dataset, x)")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList());
    arguments.addAll(List.of("--dataset-column", "dataset"));
    imported(arguments);
    assertEquals(List.of("1 0 7.0", "2 0 8.0"), texts("targets", "concat_ws(' ', dataset, id, x)"));
  }

  /** The rows of the output, in order. */
  private List<String> texts(String kind, String expression) {
    return spark
        .read()
        .parquet(folder.resolve("zoo").resolve(kind).toString())
        .selectExpr(expression)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  /** Ids that are numbers in one file and text in another are text in both. */
  @Test
  void idsAreTextIfSomeAreText() throws IOException {
    Path raw = Files.createDirectories(folder.resolve("a:b"));
    Npy.write(raw.resolve("m:1.npy"), new double[][] {{1, 2}, {3, 4}}, false);
    Files.writeString(raw.resolve("ids.txt"), "10\n11\n");
    Files.writeString(raw.resolve("y.csv"), "id,x\nnone,1\n10,2\n11,3\n");
    List<String> arguments = new ArrayList<>(List.of("--from", raw.toString(), "--dataset", "d"));
    arguments.addAll(List.of("--features", "{source}.npy", "--ids", "ids.txt"));
    arguments.addAll(List.of("--out", folder + "/zoo", "--overwrite"));
    imported(arguments);
    assertEquals("bigint", idType("features"));
    arguments.addAll(List.of("--targets", "y.csv", "--id-column", "id"));
    imported(arguments);
    assertEquals("string string", idType("features") + " " + idType("targets"));
    assertTrue(Files.exists(folder.resolve("zoo/features/source=m%3A1")));
    Files.writeString(raw.resolve("y.csv"), "id,x\n10,2\n11,3\n");
    imported(arguments);
    assertEquals("bigint bigint", idType("features") + " " + idType("targets"));
    arguments.add("--text-ids");
    imported(arguments);
    assertEquals("string string", idType("features") + " " + idType("targets"));
  }

  /** The disk is full while tables are written, and again when their files are closed. */
  @Test
  void aFullDiskIsOneLine() throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    for (String source : List.of("a", "b", "c")) {
      Npy.write(raw.resolve(source + ".npy"), new double[300][200], false);
    }
    Map<String, String> settings =
        Map.of(
            "spark.hadoop.fs.faulty.impl", FaultyFileSystem.class.getName(),
            "spark.hadoop.fs.faulty.impl.disable.cache", "true",
            "spark.hadoop.fs.faulty.space", "100000");
    settings.forEach(System::setProperty);
    try {
      FaultyFileSystem.forgetWhatWasWritten();
      List<String> arguments = List.of("--from", raw.toString(), "--dataset", "d", "--out");
      String out = FaultyFileSystem.SCHEME + "://" + folder.resolve("zoo");
      TestZoo.Outcome outcome =
          run(arguments, out, "--features", "{source}.npy", "--row-group-size", "1m", "--quiet");
      assertEquals(1, outcome.exitCode());
      assertEquals(1, outcome.err().lines().count(), outcome.err());
      assertTrue(outcome.err().startsWith("error: a disk is full, nothing was written"));
      assertFalse(Files.exists(folder.resolve("zoo")));
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }

  private String idType(String kind) {
    return spark
        .read()
        .parquet(folder.resolve("zoo").resolve(kind).toString())
        .schema()
        .apply("id")
        .dataType()
        .simpleString();
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words;
  }

  /** The options of a command that an import printed. */
  private static String line(String text, String start) {
    return text.lines()
        .filter(l -> l.startsWith(start))
        .findFirst()
        .orElseThrow()
        .substring(start.length());
  }

  private static TestZoo.Outcome printed(String text, String start, TestZoo.Command command) {
    return TestZoo.run(command, words(line(text, start)).toArray(String[]::new));
  }

  private static TestZoo.Outcome imported(List<String> arguments) {
    TestZoo.Outcome outcome = run(arguments.toArray(String[]::new));
    assertEquals(0, outcome.exitCode(), arguments + "\n" + outcome.err());
    return outcome;
  }

  private static TestZoo.Outcome run(List<String> arguments, String... more) {
    return run(Stream.concat(arguments.stream(), Arrays.stream(more)).toArray(String[]::new));
  }

  private static TestZoo.Outcome run(String... arguments) {
    return TestZoo.run(ImportJob::run, arguments);
  }
}
