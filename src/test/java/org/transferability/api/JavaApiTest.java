package org.transferability.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.score.Flag;
import org.transferability.score.Score;
import org.transferability.study.InputException;

/** Every snippet of docs/java-api.md runs in jshell and says what the page says. */
final class JavaApiTest {
  private static final Path PAGE = Path.of("docs/java-api.md");
  private static final String SAYS = "// ==>";

  @Test
  void thePageIsTrue() throws IOException {
    int checked = 0;
    try (JShell shell =
        JShell.builder().executionEngine(new LocalExecutionControlProvider(), Map.of()).build()) {
      String path =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      for (String entry : path.split(File.pathSeparator, -1)) {
        shell.addToClasspath(entry);
      }
      for (String block : blocks()) {
        checked += run(shell, block);
      }
    }
    assertTrue(checked >= 12, "only " + checked + " values are said on the page");
  }

  @Test
  void equalSourcesShareAPlaceAndScoresAreThoseOfSingleSources(@TempDir Path folder)
      throws IOException {
    Path zoo = Path.of("src/demo/zoo");
    for (String[] names : new String[][] {{"src07", "a"}, {"src05", "b"}, {"src07", "c"}}) {
      Path set = Files.createDirectories(folder.resolve("source=" + names[1]));
      Files.createSymbolicLink(
          set.resolve("dataset=sprites-noise"),
          zoo.resolve("features/source=" + names[0] + "/dataset=sprites-noise").toAbsolutePath());
    }
    String targets = zoo.resolve("targets").toString();
    List<RankedSource> ranking =
        Transferability.rank(folder.toString(), targets, "x_y", "linear-mse", "0");
    assertEquals(
        List.of("1 a", "1 c", "3 b"),
        ranking.stream().map(r -> r.place() + " " + r.source()).toList());
    for (RankedSource each : ranking) {
      String one = folder.resolve("source=" + each.source()).resolve("dataset=sprites-noise") + "";
      assertEquals(
          Transferability.score(one, targets + "/dataset=sprites-noise", "x_y", "linear-mse", "0")
              .score(),
          each.score().score());
    }
    InputException error =
        assertThrows(
            InputException.class,
            () -> Transferability.rank(folder.toString(), folder.toString(), "x_y", "gcv", "1"));
    assertTrue(error.getMessage().contains(folder.toString()), error.getMessage());
  }

  /** Evaluates a block, statement by statement; how many values were compared. */
  private static int run(JShell shell, String block) {
    int checked = 0;
    StringBuilder open = new StringBuilder();
    for (String line : block.lines().toList()) {
      int says = line.indexOf(SAYS);
      open.append(says < 0 ? line : line.substring(0, says)).append('\n');
      String source = open.toString();
      if (says < 0 && !isComplete(shell, source)) {
        continue;
      }
      String value = null;
      while (!source.isBlank()) {
        SourceCodeAnalysis.CompletionInfo next =
            shell.sourceCodeAnalysis().analyzeCompletion(source);
        String statement = next.completeness().isComplete() ? next.source() : source;
        for (SnippetEvent event : shell.eval(statement)) {
          String failure =
              statement
                  + shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList()
                  + event.exception();
          assertEquals(Snippet.Status.VALID, event.status(), failure);
          assertEquals(null, event.exception(), failure);
          value = event.value();
        }
        source = next.completeness().isComplete() ? next.remaining() : "";
      }
      open.setLength(0);
      if (says >= 0) {
        String expected = line.substring(says + SAYS.length()).strip();
        assertTrue(value != null && value.startsWith(expected), line + "\nfound " + value);
        checked++;
      }
    }
    return checked;
  }

  private static boolean isComplete(JShell shell, String source) {
    return source.isBlank()
        || shell.sourceCodeAnalysis().analyzeCompletion(source).completeness().isComplete();
  }

  /** The Java blocks of the page. */
  private static List<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.equals("```java")) {
        block = new StringBuilder();
      } else if (line.equals("```") && block != null) {
        blocks.add(block.toString());
        block = null;
      } else if (block != null) {
        block.append(line).append('\n');
      }
    }
    return blocks;
  }

  @Test
  void wrongArgumentsAreReported() {
    double[][] two = {{1, 2}, {3, 4}};
    assertMessage("expected as many rows", () -> Transferability.moments(two, new double[] {1}));
    assertMessage(
        "found 1 (row 1)", () -> Transferability.moments(new double[][] {{1, 2}, {3}}, two));
    assertMessage(
        "expected finite features",
        () -> Transferability.moments(new double[][] {{1, Double.NaN}}, new double[] {1}));
    assertMessage(
        "did you mean 'logme'",
        () -> Transferability.score(Transferability.moments(two, two), "logem"));
    assertMessage(
        "expected a penalty",
        () -> Transferability.score(Transferability.moments(two, two), "linear-mse"));
    assertMessage("Cannot list", () -> Transferability.read("nowhere", "nowhere", "y"));
  }

  private static void assertMessage(String part, Executable call) {
    InputException e = assertThrows(InputException.class, call);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  /** x2 = x1 + 1e-7 z, and labels that z makes: of the fit only the noise of 0.01 is left. */
  @Test
  void rowsAreGoneThroughASecondTimeWhereMomentsHaveNoDigits() {
    Random random = new Random(4);
    double[][] near = new double[50][2];
    double[][] far = new double[50][2];
    double[] labels = new double[50];
    for (int r = 0; r < near.length; r++) {
      double a = random.nextGaussian();
      double b = a + 1e-7 * random.nextGaussian();
      // a difference of nearly equal numbers is exact: the same two directions, told apart
      near[r] = new double[] {a, b};
      far[r] = new double[] {a, (b - a) * 0x1p23};
      labels[r] = a + 0.5 * far[r][1] + 0.01 * random.nextGaussian();
    }
    Score moments = Transferability.score(Transferability.moments(near, labels), "linear-mse", "0");
    assertTrue(moments.flags().isDoubtful(), "" + moments.flags());
    double expected = Transferability.score(far, labels, "linear-mse", "0").score();
    Score rows = Transferability.score(near, labels, "linear-mse", "0");
    assertTrue(rows.flags().has(Flag.REFINED), "" + rows.flags());
    assertEquals(expected, rows.score(), 1e-6 * -expected); // of weights of 1e7, half the digits
    double[][] column =
        Arrays.stream(labels).mapToObj(y -> new double[] {y}).toArray(double[][]::new);
    assertEquals(-expected, Transferability.fit(near, column, "0").objective(0), 1e-6 * -expected);
  }

  @Test
  void numbersThatCannotBeSquaredOrAreNotFinite() {
    double[] factors = {1e200, 1e-158, Double.MAX_VALUE};
    double[][] rows = {{1, 2}, {2, 1}, {3, 5}, {4, 3}};
    double[] labels = {1.1, 2.3, 2.9, 4.2};
    for (double factor : factors) {
      double[][] scaled =
          Arrays.stream(rows)
              .map(row -> Arrays.stream(row).map(x -> x / 5 * factor).toArray())
              .toArray(double[][]::new);
      double[] scaledLabels = Arrays.stream(labels).map(y -> y / 5 * factor).toArray();
      for (String estimator : new String[] {"linear-mse", "gcv", "logme", "origin-gcv"}) {
        assertMessage(
            "expected numbers whose deviations",
            () -> Transferability.score(scaled, labels, estimator, "1"));
        assertMessage(
            "expected numbers whose deviations",
            () -> Transferability.score(rows, scaledLabels, estimator, "1"));
      }
      assertMessage(
          "expected numbers whose deviations",
          () -> Transferability.fit(Transferability.moments(scaled, labels), "1"));
    }
    double[] infinite = {1, 2, Double.POSITIVE_INFINITY, 4};
    assertMessage(
        "expected a finite label, or null or NaN, found infinity (row 2)",
        () -> Transferability.moments(rows, infinite));
    double[][] features = {{1, 2}, {2, Double.NEGATIVE_INFINITY}, {3, 5}, {4, 3}};
    assertMessage(
        "expected finite numbers, found -Infinity at index 1",
        () -> Transferability.moments(features, labels));
  }

  @Test
  void momentsOfSeveralGroupsOrNoRowsAreNotScoredAsOne() {
    LabelLayout.Side[] sides = {LabelLayout.Side.NONE, LabelLayout.Side.PRESENT};
    MomentsAccumulator two = new MomentsAccumulator(1, new LabelLayout(2, new int[] {0, 1}, sides));
    two.add(new double[] {1, 2, 3}, new double[] {1, Double.NaN, 2, 5, 4, 6}, 3);
    Moments groups = two.finish();
    assertMessage("one group of labels, found 2", () -> Transferability.score(groups, "logme"));
    Moments none = new MomentsAccumulator(1, LabelLayout.complete(1)).finish();
    assertMessage("at least one row", () -> Transferability.score(none, "gcv", "1"));
  }
}
