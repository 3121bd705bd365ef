package org.transferability.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.Moments;
import org.transferability.score.Score;

/**
 * Estimators against values that scikit-learn computed from the definitions in docs/parity.md: on
 * generated rows, and on every source and target of the real zoo where ../shared is present. See
 * src/test/resources/parity.
 */
final class ParityTest {
  private static final Path ZOO = Path.of("../shared/data/realzoo");

  /** Relative to the value. Both sides solve the same problem in double precision. */
  private static final double SAME = 1e-9;

  /**
   * The same without a penalty, where moments square the condition of nearly dependent features: a
   * score without a flag has lost half of its digits at most.
   */
  private static final double UNPENALISED = 1e-7;

  /**
   * LogME is the evidence after at most 11 steps, so at most the largest one; in nats a row, where
   * features are wider than rows and the steps do not converge. Elsewhere it is below 1e-3.
   */
  private static final double BELOW_THE_LARGEST_EVIDENCE = 0.02;

  /** An error of 0 in exact arithmetic, relative to the labels' mean square. */
  private static final double INTERPOLATED = 1e-12;

  private record Line(
      String dataset, String source, String target, String quantity, String lambda, double value) {
    static Line of(String[] cells) {
      return new Line(
          cells[0], cells[1], cells[2], cells[3], cells[4], Double.parseDouble(cells[5]));
    }
  }

  private static List<String[]> cells(String name) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ParityTest.class.getResourceAsStream("/parity/" + name), StandardCharsets.UTF_8))) {
      return reader.lines().map(line -> line.split(",", -1)).toList();
    }
  }

  private static List<Line> lines(String name) throws IOException {
    return cells(name).stream().skip(1).map(Line::of).toList();
  }

  /** The columns of inputs.csv whose names begin with {@code name} and a dot. */
  private static double[][] columns(List<String[]> rows, String name) {
    String[] header = rows.get(0);
    List<Integer> at = new ArrayList<>();
    for (int i = 0; i < header.length; i++) {
      if (header[i].startsWith(name + ".")) {
        at.add(i);
      }
    }
    return rows.stream()
        .skip(1)
        .map(row -> at.stream().mapToDouble(i -> Double.parseDouble(row[i])).toArray())
        .toArray(double[][]::new);
  }

  /** Compares one line, if it is of an estimator that takes moments; whether it is. */
  private static boolean isCompared(Line line, Moments moments) {
    String penalty = line.lambda().isEmpty() ? null : line.lambda();
    long n = moments.rows();
    switch (line.quantity()) {
      case "linear-mse", "gcv" ->
          assertSame(line, Transferability.score(moments, line.quantity(), penalty).score());
      case "linear-mse:mse" -> assertSame(line, linear(moments, penalty).mse());
      case "authors" -> {
        Score score = linear(moments, penalty);
        assertSame(line, -score.mse() / score.q());
      }
      case "authors-notebook" -> {
        Score score = linear(moments, String.valueOf(n * Double.parseDouble(penalty)));
        assertSame(line, -score.mse() / score.q());
      }
      case "logme" -> {
        double below = line.value() - Transferability.score(moments, "logme").score();
        assertTrue(below > -SAME && below < BELOW_THE_LARGEST_EVIDENCE, () -> line + " " + below);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Score linear(Moments moments, String penalty) {
    return Transferability.score(moments, "linear-mse", penalty);
  }

  private static void assertSame(Line line, double found) {
    double relative = line.lambda().equals("0") ? UNPENALISED : SAME;
    double margin = Math.max(relative * Math.abs(line.value()), INTERPOLATED);
    assertEquals(line.value(), found, margin, line.toString());
  }

  @Test
  void generatedRows() throws IOException {
    List<String[]> inputs = cells("inputs.csv");
    int compared = 0;
    for (Line line : lines("generated.csv")) {
      Moments moments =
          Transferability.moments(columns(inputs, line.source()), columns(inputs, line.target()));
      compared += isCompared(line, moments) ? 1 : 0;
    }
    // 4 sources x 2 targets: 5 penalties x 2, the authors' 3 x 2, gcv 2, logme
    assertEquals(8 * 19, compared);
  }

  @Test
  void everySourceOfTheRealZoo() throws IOException {
    assumeTrue(Files.isDirectory(ZOO), () -> "There is no " + ZOO);
    int compared = 0;
    String read = "";
    Moments moments = null;
    for (Line line : lines("realzoo.csv")) {
      String key = String.join(" ", line.source(), line.dataset(), line.target());
      if (!key.equals(read)) {
        moments =
            Transferability.read(
                folder("features", "source=" + line.source(), line.dataset()),
                folder("targets", "", line.dataset()),
                line.target());
        read = key;
      }
      // with repeated rows and d >= n, the rank that scikit-learn finds is a matter of rounding
      boolean decided = !line.lambda().equals("0") || moments.width() < moments.rows();
      compared += decided && isCompared(line, moments) ? 1 : 0;
    }
    // 16 of the pairs have d >= n
    assertEquals(17 * 4 * 19 - 16 * 4, compared);
  }

  private static String folder(String kind, String source, String dataset) {
    return ZOO.resolve(kind).resolve(source).resolve("dataset=" + dataset).toString();
  }
}
