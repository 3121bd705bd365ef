package org.transferability.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.accumulate.TargetMoments;
import org.transferability.accumulate.classes.ClassAccumulator;
import org.transferability.accumulate.classes.ClassLayout;
import org.transferability.accumulate.classes.ClassMoments;
import org.transferability.accumulate.classes.LabelBins;
import org.transferability.accumulate.classes.TargetClasses;
import org.transferability.solve.CodingRates;
import org.transferability.solve.Diagnostics;
import org.transferability.solve.ShrunkCovariance;

/** TransRate and H-score against their definitions, computed from rows by another program. */
final class ClassScoresTest {
  private static final double TOLERANCE = 1e-11;
  private static final Diagnostics ANY = new Diagnostics(1, 1, 1, 1, 1);

  private record Part(Moments moments, ClassMoments classes) {
    Part merge(Part other) {
      return new Part(
          Moments.merge(moments, other.moments),
          ClassMoments.merge(classes, moments, other.classes, other.moments));
    }
  }

  @Test
  void agreeWithTheDefinitionHoweverTheRowsAreCut() throws IOException {
    JsonNode cases;
    try (InputStream in = getClass().getResourceAsStream("/classes/cases.json")) {
      cases = new ObjectMapper().readTree(in);
    }
    Random random = new Random(5);
    int compared = 0;
    for (JsonNode golden : cases) {
      int n = golden.get("labels").size();
      for (double offset : new double[] {0, 1e6}) {
        for (int parts : new int[] {1, 2, 5, n}) {
          check(golden, accumulate(golden, offset, cuts(n, parts, random)), offset);
          compared++;
        }
      }
    }
    assertEquals(32, compared);
  }

  private static void check(JsonNode golden, Part found, double offset) {
    // 1e6 has room for ten digits of the deviations
    double tolerance = offset == 0 ? TOLERANCE : 1e-9;
    TargetMoments moments = found.moments().target(0);
    ClassMoments sent = ClassMoments.fromBytes(found.classes().toBytes());
    TargetClasses classes = sent.target(0);
    int q = golden.get("labels").get(0).size();
    String name = golden.get("name").asText();
    assertEquals(golden.get("classes").asInt(), classes.count(), name);
    CodingRates rates = CodingRates.of(moments, classes);
    assertClose(
        golden,
        "transrate",
        TransRate.of("transrate", rates, ClassWeights.ROWS, classes, q, ANY).score(),
        tolerance);
    assertClose(
        golden,
        "transrate_equal",
        TransRate.of("transrate", rates, ClassWeights.EQUAL, classes, q, ANY).score(),
        tolerance);
    ShrunkCovariance covariance = ShrunkCovariance.of(moments, sent.fourthMoment(0));
    assertClose(golden, "shrinkage", covariance.shrinkage(), tolerance);
    assertClose(
        golden, "h_score", HScore.of("h-score", covariance, classes, q, ANY).score(), tolerance);
  }

  private static void assertClose(JsonNode golden, String key, double found, double tolerance) {
    double expected = golden.get(key).asDouble();
    assertEquals(
        expected,
        found,
        tolerance * Math.max(1, Math.abs(expected)),
        golden.get("name").asText() + " " + key);
  }

  private static int[] cuts(int n, int parts, Random random) {
    int[] cuts = random.ints(parts + 1L, 0, n + 1).sorted().toArray();
    cuts[0] = 0;
    cuts[parts] = n;
    return cuts;
  }

  private static Part accumulate(JsonNode golden, double offset, int[] cuts) {
    double[][] features = rows(golden.get("features"), offset);
    double[][] labels = rows(golden.get("labels"), 0);
    int d = features[0].length;
    int q = labels[0].length;
    LabelLayout layout = LabelLayout.complete(q);
    ClassLayout classes =
        new ClassLayout(
            List.of(bins(labels, golden.get("bins").asInt())),
            List.of(0),
            ClassLayout.Keep.SCATTERS);
    List<Part> parts = new ArrayList<>();
    for (int p = 0; p + 1 < cuts.length; p++) {
      MomentsAccumulator moments = new MomentsAccumulator(d, layout, 8);
      ClassAccumulator byClass = new ClassAccumulator(d, classes);
      for (int first = cuts[p]; first < cuts[p + 1]; first += 7) {
        int count = Math.min(7, cuts[p + 1] - first);
        double[] x = new double[count * d];
        double[] y = new double[count * q];
        for (int r = 0; r < count; r++) {
          System.arraycopy(features[first + r], 0, x, r * d, d);
          System.arraycopy(labels[first + r], 0, y, r * q, q);
        }
        byClass.add(x, y, q, count);
        moments.add(x, y, count);
      }
      Moments finished = moments.finish();
      parts.add(new Part(finished, byClass.finish(finished)));
    }
    return parts.stream().reduce(Part::merge).orElseThrow();
  }

  private static LabelBins bins(double[][] labels, int bins) {
    double[] low = labels[0].clone();
    double[] high = labels[0].clone();
    for (double[] row : labels) {
      for (int k = 0; k < low.length; k++) {
        low[k] = Math.min(low[k], row[k]);
        high[k] = Math.max(high[k], row[k]);
      }
    }
    return new LabelBins(0, bins, low, high);
  }

  private static double[][] rows(JsonNode array, double offset) {
    double[][] rows = new double[array.size()][];
    for (int r = 0; r < rows.length; r++) {
      JsonNode row = array.get(r);
      rows[r] = new double[row.size()];
      Arrays.setAll(rows[r], i -> row.get(i).asDouble() + offset);
    }
    return rows;
  }

  @Test
  void oneClassHasNoScore() {
    MomentsAccumulator moments = new MomentsAccumulator(2, LabelLayout.complete(1));
    ClassLayout layout =
        new ClassLayout(
            List.of(new LabelBins(0, 5, new double[] {3}, new double[] {3})),
            List.of(0),
            ClassLayout.Keep.SCATTERS);
    ClassAccumulator classes = new ClassAccumulator(2, layout);
    double[] x = {1, 2, 3, 5, 8, 1};
    classes.add(x, new double[] {3, 3, 3}, 1, 3);
    moments.add(x, new double[] {3, 3, 3}, 3);
    Moments finished = moments.finish();
    ClassMoments found = classes.finish(finished);
    Score score =
        HScore.of(
            "h-score",
            ShrunkCovariance.of(finished.target(0), found.fourthMoment(0)),
            found.target(0),
            1,
            ANY);
    assertEquals(0, score.score());
    assertEquals("constant-labels", score.flags().toString());
    assertEquals(Scope.NOTHING, score.comparable());
  }

  @Test
  void rowsWithoutLabelsAreIgnored() {
    LabelBins bins = new LabelBins(1, 4, new double[] {0, 0}, new double[] {1, 1});
    assertEquals(-1, bins.cellOf(new double[] {0, 0.5, Double.NaN}, 0));
    assertEquals(2 * 4 + 3, bins.cellOf(new double[] {0, 0.5, 1}, 0));
    assertEquals(0, bins.cellOf(new double[] {9, 9, 9, 0, 0.24, -1}, 3));
  }

  @Test
  void usualBinsAreThoseOfPublishedComparisons() {
    assertEquals(5, LabelBins.usual(2));
    assertEquals(2, LabelBins.usual(10));
    assertEquals(5, LabelBins.usual(1));
    assertEquals(5, LabelBins.usual(4));
    assertEquals(4, LabelBins.usual(5));
    assertEquals(3, LabelBins.usual(6));
    assertEquals(2, LabelBins.usual(40));
  }

  @Test
  void manyOutputsHaveDistinctCells() {
    int q = 100;
    double[] low = new double[q];
    double[] high = new double[q];
    Arrays.fill(high, 1);
    LabelBins bins = new LabelBins(0, 2, low, high);
    long[] cells = new long[q];
    for (int k = 0; k < q; k++) {
      double[] y = new double[q];
      y[k] = 1;
      cells[k] = bins.cellOf(y, 0);
    }
    assertEquals(q, Arrays.stream(cells).distinct().count());
    assertTrue(Arrays.stream(cells).allMatch(cell -> cell >= 0));
  }
}
