package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/**
 * Spoiled and strange inputs end in one line that says what is wrong, or in the right scores: no
 * other exit code, no stack trace, no waiting, no file but under --out and --state.
 *
 * <p>A case is a number: {@code -Dhostile.from=N -Dhostile.cases=1} repeats case N of the tests
 * tagged stress.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileInputSparkTest {
  private static final int SLOWEST_SECONDS = 60;
  private static final List<HostileInput> KINDS = List.of(HostileInput.values());

  /** Trees of other programs whose bytes are spoiled: defaults, and small pages and row groups. */
  private static final List<String> TREES =
      List.of(
          "duckdb-defaults",
          "polars-defaults",
          "polars-snappy-groups",
          "arrow-rs-dictionary-overflow",
          "arrow-rs-delta",
          "pyarrow-like-fixed-groups",
          "hyparquet-writer-pages-groups");

  private Path dir;
  private SparkSession spark;
  private Right own;

  /** What comes of the files before they are spoiled. */
  private record Right(String csv, double score) {}

  /** A spoiled input that was run: whose files, what was done to them, and what came of it. */
  private record Case(WriterTrees.Tree tree, Right right, HostileInput input, int number) {
    @Override
    public String toString() {
      return "case " + number + ", " + input + (tree == null ? "" : " of " + tree);
    }
  }

  @BeforeAll
  void scoreWhatIsRight(@TempDir Path temporary) throws IOException {
    dir = temporary;
    spark = TestSpark.local(2);
    own = right(null);
  }

  private Right right(WriterTrees.Tree tree) throws IOException {
    Path root = dir.resolve(tree == null ? "right" : "right-" + tree);
    HostileZoo zoo = new HostileZoo(root, tree).write();
    TestZoo.Outcome outcome = score(zoo, List.of());
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    return new Right(
        Files.readString(root.resolve("out/scores.csv")),
        Double.parseDouble(rows(root).get(0).get("score")));
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  @Test
  void twoOfEachKind() throws IOException {
    run(cases(0, 2 * KINDS.size()));
  }

  @Test
  void filesOfOtherWriters() throws IOException {
    run(casesOfTrees(0, TREES.size() * HostileInput.OF_BYTES.size()));
  }

  @Test
  @Tag("stress")
  void manyOfEachKind() throws IOException {
    record(
        "hostile-input.csv",
        run(
            cases(
                Integer.getInteger("hostile.from", 0), Integer.getInteger("hostile.cases", 1500))));
  }

  @Test
  @Tag("stress")
  void manyFilesOfOtherWriters() throws IOException {
    record(
        "hostile-trees.csv",
        run(
            casesOfTrees(
                Integer.getInteger("hostile.from", 0), Integer.getInteger("hostile.cases", 1500))));
  }

  private static void record(String file, Map<HostileInput, int[]> ends) throws IOException {
    List<String> table = new ArrayList<>(List.of("kind,errors,scores"));
    ends.forEach((kind, counts) -> table.add(kind + "," + counts[0] + "," + counts[1]));
    Files.write(Path.of("target", file), table);
  }

  private List<Case> cases(int from, int count) {
    List<Case> cases = new ArrayList<>();
    for (int number = from; number < from + count; number++) {
      cases.add(new Case(null, own, KINDS.get(number % KINDS.size()), number));
    }
    return cases;
  }

  /** Every tree in turn; each of them with every kind before a kind comes again. */
  private List<Case> casesOfTrees(int from, int count) throws IOException {
    List<Case> cases = new ArrayList<>();
    Map<String, Right> rights = new TreeMap<>();
    for (int number = from; number < from + count; number++) {
      WriterTrees.Tree tree = WriterTrees.named(TREES.get(number % TREES.size()));
      if (!rights.containsKey(tree.name())) {
        rights.put(tree.name(), right(tree));
      }
      List<HostileInput> kinds = HostileInput.OF_BYTES;
      HostileInput input = kinds.get(number / TREES.size() % kinds.size());
      cases.add(new Case(tree, rights.get(tree.name()), input, number));
    }
    return cases;
  }

  /** How many cases of each kind ended in an error, and how many in scores. */
  private Map<HostileInput, int[]> run(List<Case> cases) throws IOException {
    Map<HostileInput, int[]> ends = new EnumMap<>(HostileInput.class);
    List<String> wrong = new ArrayList<>();
    for (Case each : cases) {
      Path root = Files.createDirectory(dir.resolve("case-" + each.number));
      try {
        ends.computeIfAbsent(each.input, kind -> new int[2])[check(each, root)]++;
      } catch (AssertionError e) {
        wrong.add(each + ": " + e.getMessage());
      }
      delete(root);
    }
    if (!wrong.isEmpty()) {
      fail(wrong.size() + " of " + cases.size() + " cases:\n" + String.join("\n", wrong));
    }
    return ends;
  }

  /** 0 for an error, 1 for scores. */
  private int check(Case spoiled, Path root) throws IOException {
    HostileZoo zoo = new HostileZoo(root, spoiled.tree).write();
    List<String> options = spoiled.input.spoil(zoo, new Random(spoiled.number));
    Map<String, Long> before = files(root);
    long start = System.nanoTime();
    TestZoo.Outcome outcome = score(zoo, options);
    double seconds = (System.nanoTime() - start) / 1e9;
    assertTrue(seconds < SLOWEST_SECONDS, () -> "took " + seconds + " s");
    String err = outcome.err();
    Map<String, Long> after = files(root);
    after.keySet().removeIf(name -> name.startsWith("out/") || name.startsWith("state/"));
    assertEquals(before, after, err);
    if (outcome.exitCode() != ExitCode.OK) {
      assertEquals(ExitCode.USAGE, outcome.exitCode(), () -> shortened(err));
      List<String> errors = err.lines().filter(line -> line.startsWith("error: ")).toList();
      assertEquals(1, errors.size(), () -> shortened(err));
      assertTrue(errors.get(0).startsWith("error: Cannot "), () -> shortened(err));
      assertFalse(err.contains("\tat "), () -> shortened(err));
      assertFalse(Files.exists(root.resolve("out")));
      return 0;
    }
    checkScores(spoiled.input.outcome(zoo), spoiled.right, root);
    return 1;
  }

  private static void checkScores(HostileInput.Outcome outcome, Right right, Path root)
      throws IOException {
    List<Map<String, String>> rows = rows(root);
    assertFalse(rows.isEmpty());
    for (Map<String, String> row : rows) {
      boolean undefined = row.get("flags").contains("constant-labels");
      assertTrue(undefined || !Double.isNaN(Double.parseDouble(row.get("score"))), row::toString);
    }
    switch (outcome) {
      case ERROR -> fail("expected an error, found scores: " + rows);
      case SAME_OR_ERROR ->
          assertEquals(right.csv, Files.readString(root.resolve("out/scores.csv")));
      case SAME_SCORE_OR_ERROR ->
          assertEquals(
              right.score,
              Double.parseDouble(rows.get(0).get("score")),
              1e-9 * Math.abs(right.score));
      case NAMES -> {
        Path source;
        try (Stream<Path> folders = Files.list(root.resolve("features"))) {
          source = folders.findFirst().orElseThrow();
        }
        assertEquals(
            source.getFileName().toString(),
            "source=" + HostileInput.escaped(rows.get(0).get("source")));
        assertEquals(right.score, Double.parseDouble(rows.get(0).get("score")));
      }
      case ANY -> {}
    }
  }

  private static TestZoo.Outcome score(HostileZoo zoo, List<String> options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features",
                zoo.root().resolve("features").toString(),
                "--targets",
                zoo.root().resolve("targets").toString(),
                "--out",
                zoo.root().resolve("out").toString(),
                "--state",
                zoo.root().resolve("state").toString(),
                "--quiet"));
    arguments.addAll(options);
    return TestZoo.score(arguments.toArray(String[]::new));
  }

  private static List<Map<String, String>> rows(Path root) throws IOException {
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(Files.readString(root.resolve("out/scores.csv")))) {
      return rows.readAll();
    }
  }

  /** Files below a folder with their lengths. */
  private static Map<String, Long> files(Path root) throws IOException {
    Map<String, Long> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.put(root.relativize(file).toString(), Files.size(file));
      }
    }
    return found;
  }

  private static String shortened(String text) {
    return text.length() < 1500 ? text : text.substring(0, 1500) + "...";
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
