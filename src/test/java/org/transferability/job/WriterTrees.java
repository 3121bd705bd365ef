package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The trees of src/test/resources/writers: the same rows, written by other programs. */
final class WriterTrees {
  /** Options under which {@code expected.csv} was computed. */
  static final List<String> OPTIONS =
      List.of(
          "--estimators",
          "linear-mse,label-mse,cv-mse,origin-gcv,logme",
          "--lambda",
          "0,1",
          "--folds",
          "5",
          "--fold-column",
          "subject",
          "--report",
          "none",
          "--quiet");

  static final Path FOLDER = JobProcess.home().resolve("src/test/resources/writers");

  /** Beyond rounding of either computation; scores of squared errors in units of the variance. */
  private static final double SAME = 1e-12;

  private WriterTrees() {}

  /** A tree with what it holds. */
  record Tree(String name, List<String> sources, List<String> targets) {
    Path features() {
      return FOLDER.resolve(name).resolve("features");
    }

    Path targetFolder() {
      return FOLDER.resolve(name).resolve("targets");
    }

    /** The file of the first source. */
    Path featureFile() {
      return features()
          .resolve("source=" + sources.get(0))
          .resolve("dataset=d")
          .resolve("part-0.parquet");
    }

    Path targetFile() {
      return targetFolder().resolve("dataset=d").resolve("part-0.parquet");
    }

    /** Whether labels are columns of the features' own files. */
    boolean labelsBeside() {
      return !Files.isDirectory(targetFolder());
    }

    /** Copies the files into another tree, under the tree's name as the dataset. */
    void copyTo(Path otherFeatures, Path otherTargets) throws IOException {
      for (String source : sources) {
        copy(
            features().resolve("source=" + source).resolve("dataset=d"),
            otherFeatures.resolve("source=" + source).resolve("dataset=" + name));
      }
      copy(targetFolder().resolve("dataset=d"), otherTargets.resolve("dataset=" + name));
    }

    private static void copy(Path from, Path to) throws IOException {
      Files.createDirectories(to);
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.toList()) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }

    /** The command line that scores this tree alone. */
    String[] arguments(Path out) {
      List<String> arguments =
          new ArrayList<>(List.of("--features", features().toString(), "--out", out.toString()));
      if (!labelsBeside()) {
        arguments.addAll(List.of("--targets", targetFolder().toString()));
      }
      arguments.addAll(OPTIONS);
      return arguments.toArray(String[]::new);
    }

    /** The scores that the tree must have, by source, target, estimator and penalty. */
    Map<String, Expected> expected() {
      Map<String, Expected> expected = new TreeMap<>();
      for (Map<String, String> row : table(FOLDER.resolve("expected.csv"))) {
        if (sources.contains(row.get("source")) && targets.contains(row.get("target"))) {
          double variance = Double.parseDouble(row.get("variance"));
          double unit = row.get("estimator").endsWith("-mse") ? variance : 1;
          expected.put(
              key(row),
              new Expected(
                  Integer.parseInt(row.get("n")), Double.parseDouble(row.get("score")), unit));
        }
      }
      return expected;
    }

    /** Checks the scores of a dataset against the expected scores: no target more or less. */
    void check(Path out, String dataset) {
      Map<String, Map<String, String>> found = scores(out, dataset);
      Map<String, Expected> expected = expected();
      assertEquals(
          new TreeSet<>(targets),
          found.values().stream()
              .map(row -> row.get("target"))
              .collect(Collectors.toCollection(TreeSet::new)),
          name);
      assertEquals(expected.keySet(), found.keySet(), name);
      expected.forEach(
          (key, value) -> {
            Map<String, String> row = found.get(key);
            double score = Double.parseDouble(row.get("score"));
            assertEquals(value.score, score, SAME * value.unit, () -> name + ": " + key);
            assertEquals(value.rows, Integer.parseInt(row.get("n")), () -> name + ": " + key);
          });
    }

    /** The same against the scores of another tree, which holds at least the same targets. */
    void checkAgainst(Path otherOut, String otherDataset, Path out, String dataset) {
      Map<String, Map<String, String>> others = scores(otherOut, otherDataset);
      Map<String, Expected> expected = expected();
      scores(out, dataset)
          .forEach(
              (key, row) ->
                  assertEquals(
                      Double.parseDouble(others.get(key).get("score")),
                      Double.parseDouble(row.get("score")),
                      SAME * expected.get(key).unit,
                      () -> name + ": " + key));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * An expected score.
   *
   * @param unit what differences are measured in
   */
  record Expected(int rows, double score, double unit) {}

  /** All trees that can be read. */
  static List<Tree> all() {
    List<Tree> trees = new ArrayList<>();
    for (Map<String, String> row : table(FOLDER.resolve("trees.csv"))) {
      trees.add(new Tree(row.get("tree"), words(row.get("sources")), words(row.get("targets"))));
    }
    assertTrue(trees.size() > 20, () -> "found " + trees);
    return trees;
  }

  static Tree named(String name) {
    return all().stream().filter(tree -> tree.name.equals(name)).findFirst().orElseThrow();
  }

  static JsonNode numbers() {
    try {
      return new ObjectMapper().readTree(FOLDER.resolve("numbers.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of a dataset in scores.csv, without those of the best penalty of a list. */
  private static Map<String, Map<String, String>> scores(Path out, String dataset) {
    Map<String, Map<String, String>> scores = new TreeMap<>();
    for (Map<String, String> row : table(out.resolve("scores.csv"))) {
      if (row.get("dataset").equals(dataset) && !row.get("lambda").equals("best")) {
        scores.put(key(row), row);
      }
    }
    return scores;
  }

  private static String key(Map<String, String> row) {
    return String.join(
        " ", row.get("source"), row.get("target"), row.get("estimator"), row.get("lambda"));
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  /** A table without quotes. */
  private static List<Map<String, String>> table(Path csv) {
    try {
      List<String> lines = Files.readAllLines(csv);
      String[] names = lines.get(0).split(",", -1);
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",", -1);
        Map<String, String> row = new LinkedHashMap<>();
        for (int k = 0; k < names.length; k++) {
          row.put(names[k], cells[k]);
        }
        rows.add(row);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
