package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.report.ScoreRow;
import org.transferability.run.plan.TargetGroup;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.Flag;
import org.transferability.score.PenaltyCurve;
import org.transferability.score.Score;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;

/** cv-r2 against scikit-learn, its invariances, and sources that do not help. */
final class HeldOutR2Test {
  private static final List<EstimatorKind> ESTIMATORS =
      List.of(EstimatorKind.CV_R2, EstimatorKind.CV_MSE, EstimatorKind.CV_PEARSON);

  /** Rows of one source and one target, with their folds. */
  private record Rows(double[][] features, double[][] labels, int[] fold) {
    List<Score> scores(Penalties penalties) {
      int n = features.length;
      int q = labels[0].length;
      FoldAccumulator rows =
          new FoldAccumulator(
              features[0].length,
              LabelLayout.complete(q),
              Arrays.stream(fold).max().orElseThrow() + 1);
      rows.add(flat(features), flat(labels), fold, n);
      FoldMoments folds = rows.finish();
      TargetGroup group = new TargetGroup(0, List.of(new TargetSlice("y", 0, q, 0, n, null)));
      GroupMoments moments = TestMoments.of(group, SetFolds.ofFolds(folds));
      GroupScoring scoring = new GroupScoring(moments, ESTIMATORS, penalties, Optional.empty());
      Scoring.leaveOut(SetFolds.ofFolds(folds), ESTIMATORS, List.of(scoring.byMoments()));
      List<ScoreRow> scored = new ArrayList<>();
      scoring.addRows("s", "d", 0.9, scored);
      return SourceChances.in(scored, false).stream().map(ScoreRow::score).toList();
    }

    Score best() {
      return scores(Penalties.DEFAULT).get(0);
    }

    private static double[] flat(double[][] rows) {
      return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    Rows firstOutput() {
      return new Rows(
          features,
          Arrays.stream(labels).map(row -> new double[] {row[0]}).toArray(double[][]::new),
          fold);
    }

    Rows lastOutput() {
      return new Rows(
          features,
          Arrays.stream(labels)
              .map(row -> new double[] {row[row.length - 1]})
              .toArray(double[][]::new),
          fold);
    }

    Rows withLabels(double offset, double factor) {
      return new Rows(features, map(labels, offset, factor), fold);
    }

    Rows withFeatures(double offset, double factor) {
      return new Rows(map(features, offset, factor), labels, fold);
    }

    private static double[][] map(double[][] rows, double offset, double factor) {
      return Arrays.stream(rows)
          .map(row -> Arrays.stream(row).map(x -> offset + factor * x).toArray())
          .toArray(double[][]::new);
    }
  }

  private static List<String[]> cells(String name) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                HeldOutR2Test.class.getResourceAsStream("/parity/" + name),
                StandardCharsets.UTF_8))) {
      return reader.lines().map(line -> line.split(",", -1)).toList();
    }
  }

  private static Rows rows(List<String[]> inputs, String source, String target) {
    int[] fold = new int[inputs.size() - 1];
    Arrays.setAll(fold, i -> Integer.parseInt(inputs.get(i + 1)[1]));
    return new Rows(columns(inputs, source), columns(inputs, target), fold);
  }

  private static double[][] columns(List<String[]> inputs, String name) {
    String[] header = inputs.get(0);
    return inputs.stream()
        .skip(1)
        .map(
            row -> {
              List<Double> values = new ArrayList<>();
              for (int i = 0; i < header.length; i++) {
                if (header[i].startsWith(name + ".")) {
                  values.add(Double.parseDouble(row[i]));
                }
              }
              return values.stream().mapToDouble(Double::doubleValue).toArray();
            })
        .toArray(double[][]::new);
  }

  @Test
  void agreesWithCrossValPredictOfScikitLearn() throws IOException {
    List<String[]> inputs = cells("inputs.csv");
    int compared = 0;
    for (String[] line : cells("generated.csv")) {
      String quantity = line[3];
      boolean isMse = quantity.equals("cv-mse");
      // [0] is the first of two outputs; scikit-learn's best penalty there is chosen for both
      boolean isR2 = quantity.equals(line[2].equals("one") ? "cv-r2" : "cv-r2[0]");
      if (!isMse && !(isR2 && (line[2].equals("one") || !line[4].equals("best")))) {
        continue;
      }
      Penalties penalties =
          line[4].equals("best")
              ? Penalties.DEFAULT
              : new Penalties(List.of(Penalty.parse(line[4])));
      Rows rows = rows(inputs, line[1], line[2]);
      Score found = (isMse ? rows : rows.firstOutput()).scores(penalties).get(isMse ? 1 : 0);
      double expected = Double.parseDouble(line[5]);
      // the same fits by other factorisations
      assertEquals(expected, found.score(), 1e-9 * Math.abs(expected), String.join(" ", line));
      compared++;
    }
    // 4 sources: cv-mse of 2 targets at 2 penalties and the best, cv-r2 at 3 and 2
    assertEquals(4 * (6 + 3 + 2), compared);
  }

  /** The curves of the report have the scores of cross_val_predict at each penalty. */
  @Test
  void curvesHaveTheScoreAtEachPenalty() throws IOException {
    List<String[]> inputs = cells("inputs.csv");
    int compared = 0;
    for (String[] line : cells("generated.csv")) {
      boolean isMse = line[3].equals("cv-mse");
      boolean isR2 = line[3].equals("cv-r2") && line[2].equals("one");
      if ((isMse || isR2) && !line[4].equals("best")) {
        Score best = rows(inputs, line[1], line[2]).scores(Penalties.DEFAULT).get(isMse ? 1 : 0);
        double expected = Double.parseDouble(line[5]);
        double found = best.fit().curve().at(line[4]);
        assertEquals(expected, found, 1e-9 * Math.abs(expected), String.join(" ", line));
        compared++;
      }
    }
    assertEquals(4 * (4 + 2), compared);
  }

  @Test
  void curvesHavePenaltiesBetweenThoseOfTheChoice() throws IOException {
    Rows rows = rows(cells("inputs.csv"), "narrow", "two");
    PenaltyCurve curve = rows.best().fit().curve();
    assertTrue(curve.penalties().size() >= 10, curve.penalties().toString());
    for (String penalty : curve.penalties()) {
      Penalties alone = new Penalties(List.of(Penalty.parse(penalty)));
      Score expected = rows.scores(alone).get(0); // as a score of its own, with an interval
      assertEquals(expected.score(), curve.at(penalty), 1e-12, penalty);
    }
  }

  /** Pooled over the folds: {@code numpy.corrcoef} of labels and cross_val_predict. */
  @Test
  void correlatesAsPredictionsOfScikitLearnDo() throws IOException {
    List<String[]> inputs = cells("inputs.csv");
    int compared = 0;
    for (String[] line : cells("generated.csv")) {
      if (line[3].equals("pearson") && line[2].equals("one")) {
        Penalties penalties =
            line[4].equals("best")
                ? Penalties.DEFAULT
                : new Penalties(List.of(Penalty.parse(line[4])));
        Score found = rows(inputs, line[1], line[2]).scores(penalties).get(2);
        assertEquals(Double.parseDouble(line[5]), found.score(), 1e-9, String.join(" ", line));
        compared++;
      }
    }
    assertEquals(4 * 3, compared);
  }

  @Test
  void outputsCountAlike() throws IOException {
    Rows rows = rows(cells("inputs.csv"), "wide", "two");
    double mean = (rows.firstOutput().best().score() + rows.lastOutput().best().score()) / 2;
    assertEquals(mean, rows.best().score(), 1e-12);
  }

  @Test
  void unitsAndOffsetsChangeNothing() throws IOException {
    List<String[]> inputs = cells("inputs.csv");
    for (String target : List.of("one", "two")) {
      Rows rows = rows(inputs, "wide", target);
      Score score = rows.best();
      for (Rows changed :
          List.of(
              rows.withLabels(50, 10),
              rows.withLabels(-3, -1e-4),
              rows.withFeatures(30, 1),
              rows.withFeatures(0, 1e3))) {
        Score same = changed.best();
        assertEquals(score.score(), same.score(), 1e-10);
        assertEquals(
            score.uncertainty().standardError(), same.uncertainty().standardError(), 1e-10);
        assertEquals(score.fit().aboveMean(), same.fit().aboveMean(), 1e-8);
      }
    }
  }

  @Test
  void aSourceThatSaysNothingScoresZero() throws IOException {
    Rows rows = rows(cells("inputs.csv"), "narrow", "one");
    double[][] constant = new double[rows.features().length][2];
    Score score = new Rows(constant, rows.labels(), rows.fold()).best();
    assertEquals(0, score.score());
    assertTrue(score.flags().has(Flag.NO_BETTER_THAN_MEAN));
  }

  /** At most 10 % of sources without a relation are taken to help: 0.046 in numpy at this size. */
  @Test
  void sourcesWithoutRelationAreFlagged() {
    SplittableRandom random = new SplittableRandom(5);
    int helps = 0;
    int helpsWithSignal = 0;
    int draws = 300;
    for (int draw = 0; draw < draws; draw++) {
      helps += isFlagged(random, 0) ? 0 : 1;
      helpsWithSignal += isFlagged(random, 0.3) ? 0 : 1;
    }
    assertTrue(helps <= 0.1 * draws, "noise helps in " + helps);
    assertTrue(helpsWithSignal >= 0.95 * draws, "a signal helps in " + helpsWithSignal);
  }

  private static boolean isFlagged(SplittableRandom random, double signal) {
    int n = 200;
    double[][] features = new double[n][10];
    double[][] labels = new double[n][1];
    int[] fold = new int[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 10; j++) {
        features[i][j] = random.nextGaussian();
        labels[i][0] += signal * features[i][j];
      }
      labels[i][0] += 5 + random.nextGaussian();
      fold[i] = random.nextInt(5);
    }
    return new Rows(features, labels, fold).best().flags().has(Flag.NO_BETTER_THAN_MEAN);
  }

  @Test
  void labelsThatDoNotVaryHaveNoR2() {
    double[][] features = new double[20][1];
    int[] fold = new int[20];
    for (int i = 0; i < 20; i++) {
      features[i][0] = i * i;
      fold[i] = i % 5;
    }
    Score score = new Rows(features, new double[20][1], fold).best();
    assertTrue(Double.isNaN(score.score()));
    assertFalse(score.flags().has(Flag.NO_BETTER_THAN_MEAN));
    assertTrue(score.flags().has(Flag.CONSTANT_LABELS));
  }
}
