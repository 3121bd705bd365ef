package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.report.ScoreRow;
import org.transferability.run.plan.TargetGroup;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.FoldScores;
import org.transferability.score.Score;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;

/** Groups left out, splits, and means over folds, against scikit-learn (protocols.py). */
final class ProtocolsTest {
  private static final List<EstimatorKind> ESTIMATORS =
      List.of(
          EstimatorKind.CV_R2,
          EstimatorKind.CV_MSE,
          EstimatorKind.CV_PEARSON,
          EstimatorKind.LINEAR_MSE);

  /** The same fits by other factorisations. */
  private static final double SAME = 1e-9;

  private static List<String[]> cells(String name) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ProtocolsTest.class.getResourceAsStream("/parity/" + name),
                StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
    }
  }

  private static int number(String[] row, int column) {
    return Integer.parseInt(row[column]);
  }

  /**
   * The moments of one output.
   *
   * @param fold of each row
   */
  private static FoldMoments moments(int output, IntUnaryOperator fold, int folds)
      throws IOException {
    List<String[]> rows = cells("protocols.csv");
    int d = rows.get(0).length - 6;
    double[] features = new double[rows.size() * d];
    double[] labels = new double[rows.size()];
    int[] foldOfRow = new int[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < d; j++) {
        features[i * d + j] = Double.parseDouble(rows.get(i)[4 + j]);
      }
      labels[i] = Double.parseDouble(rows.get(i)[4 + d + output]);
      foldOfRow[i] = fold.applyAsInt(i);
    }
    FoldAccumulator accumulator = new FoldAccumulator(d, LabelLayout.complete(1), folds);
    accumulator.add(features, labels, foldOfRow, labels.length);
    return accumulator.finish();
  }

  private static List<Score> scores(SetFolds set, String penalty) {
    return scores(set, penalty, ScoreMethod.Intercept.FITTED);
  }

  private static List<Score> scores(SetFolds set, String penalty, ScoreMethod.Intercept intercept) {
    TargetGroup group = new TargetGroup(0, List.of(new TargetSlice("y", 0, 1, 0, 0, null)));
    GroupMoments moments = TestMoments.of(group, set, intercept);
    Penalties penalties =
        penalty.startsWith("best")
            ? Penalties.DEFAULT
            : new Penalties(List.of(Penalty.parse(penalty)));
    GroupScoring scoring = new GroupScoring(moments, ESTIMATORS, penalties, Optional.empty());
    Scoring.leaveOut(set, ESTIMATORS, List.of(scoring.byMoments()));
    List<ScoreRow> scored = new ArrayList<>();
    scoring.addRows("s", "d", 0.9, scored);
    return scored.stream().map(ScoreRow::score).toList();
  }

  private static Score of(EstimatorKind estimator, List<Score> scores) {
    return scores.stream()
        .filter(score -> score.estimator().equals(estimator.label()))
        .findFirst()
        .orElseThrow();
  }

  /** A reported number. */
  private static double found(List<Score> scores, String quantity, String fold) {
    Score r2 = of(EstimatorKind.CV_R2, scores);
    FoldScores byFold = r2.fit().byFold();
    if (!fold.isEmpty()) {
      int k = Integer.parseInt(fold);
      return switch (quantity) {
        case "r2" -> byFold.r2()[k];
        case "own-r2" -> byFold.ownR2()[k];
        case "pearson" -> byFold.pearson()[k];
        default -> throw new IllegalArgumentException(quantity);
      };
    }
    return switch (quantity) {
      case "r2" -> r2.score();
      case "mse" -> -of(EstimatorKind.CV_MSE, scores).score();
      case "pearson" -> of(EstimatorKind.CV_PEARSON, scores).score();
      case "mean-own-r2" -> r2.foldMean();
      case "mean-pearson" -> of(EstimatorKind.CV_PEARSON, scores).foldMean();
      case "training-mse" -> of(EstimatorKind.LINEAR_MSE, scores).mse();
      case "training-penalty" -> of(EstimatorKind.LINEAR_MSE, scores).penalty();
      default -> throw new IllegalArgumentException(quantity);
    };
  }

  /** How the rows of a protocol are assigned. */
  @FunctionalInterface
  private interface Setting {
    SetFolds of(int output) throws IOException;
  }

  private static int compare(String protocol, String penalties, Setting setting)
      throws IOException {
    return compare(protocol, penalties, setting, ScoreMethod.Intercept.FITTED);
  }

  private static int compare(
      String protocol, String penalties, Setting setting, ScoreMethod.Intercept intercept)
      throws IOException {
    int compared = 0;
    String before = "";
    List<Score> scores = List.of();
    for (String[] line : cells("protocols-expected.csv")) {
      if (line[0].equals(protocol) && line[2].matches(penalties)) {
        String key = line[1] + line[2];
        String penalty = protocol.equals("pca") ? "pca-" + line[2] : line[2];
        scores =
            key.equals(before) ? scores : scores(setting.of(number(line, 1)), penalty, intercept);
        before = key;
        double expected = Double.parseDouble(line[5]);
        double found = found(scores, line[3], line[4]);
        assertEquals(expected, found, SAME * Math.max(1, expected), String.join(" ", line));
        compared++;
      }
    }
    return compared;
  }

  private static List<String> names(int count) {
    return Arrays.asList(new String[count]).stream().map(name -> "g").toList();
  }

  private static SetFolds groups(int output, int column, int count) throws IOException {
    List<String[]> rows = cells("protocols.csv");
    return SetFolds.ofGroups(
        names(count), moments(output, i -> number(rows.get(i), column), count));
  }

  /** LeaveOneGroupOut with Ridge, each penalty and the nested choice; 13 and 4 groups. */
  @Test
  void groupsAreLeftOutAsScikitLearnDoes() throws IOException {
    // 2 outputs, 6 penalties and the best; per group 3 numbers, and 5 others
    assertEquals(2 * 7 * (3 * 13 + 5), compare("groups", ".*", o -> groups(o, 0, 13)));
    assertEquals(2 * 7 * (3 * 4 + 5), compare("few", ".*", o -> groups(o, 1, 4)));
  }

  /**
   * The train rows in folds 0 to 4, the test rows in 5 to 9, the validation rows in 10, or nowhere.
   */
  private static SetFolds split(int output, int folds) throws IOException {
    List<String[]> rows = cells("protocols.csv");
    FoldMoments all =
        moments(
            output,
            i -> {
              int split = number(rows.get(i), 3);
              return split == 2 ? 10 : 5 * split + number(rows.get(i), 2);
            },
            11);
    List<Moments> kept = new ArrayList<>();
    for (int k = 0; k < folds; k++) {
      kept.add(all.fold(k));
    }
    return SetFolds.ofSplit(List.of("test"), FoldMoments.of(kept));
  }

  /** PredefinedSplit with Ridge; the parts of the test rows change nothing. */
  @Test
  void aSplitIsFittedOnTrainAndScoredOnTest() throws IOException {
    assertEquals(2 * 7 * 4, compare("split", "best|.*r", o -> split(o, 10)));
    assertEquals(2 * 4, compare("split", "best by validation", o -> split(o, 11)));
  }

  /** The estimate from blocks agrees with that from all pairs to a factor. */
  @Test
  void intervalsFromBlocksAreAboutThoseFromPairs() throws IOException {
    for (int output = 0; output < 2; output++) {
      SetFolds blocks = groups(output, 0, 13);
      double found = of(EstimatorKind.CV_R2, scores(blocks, "0.01r")).uncertainty().standardError();
      double pairs =
          of(EstimatorKind.CV_R2, scores(SetFolds.ofFolds(blocks.folds()), "0.01r"))
              .uncertainty()
              .standardError();
      assertTrue(found > pairs / 2 && found < 2 * pairs, found + " and " + pairs);
      Score r2 = of(EstimatorKind.CV_R2, scores(blocks, "0.01r"));
      assertEquals(5, r2.uncertainty().shifts().length);
    }
  }

  private static SetFolds inner(int output) throws IOException {
    List<String[]> rows = cells("protocols.csv");
    return SetFolds.ofFolds(moments(output, i -> number(rows.get(i), 2), 5));
  }

  /** make_pipeline(PCA(k), LinearRegression()), held out and in training. */
  @Test
  void componentsAreThoseOfTheFittedRows() throws IOException {
    // 3 numbers of components; per fold 3 numbers, 5 others, cross_val_score's mean, training
    assertEquals(2 * 3 * (3 * 5 + 5 + 2), compare("pca", ".*", ProtocolsTest::inner));
  }

  /** Ridge(fit_intercept=False); R2 relative to the mean of the labels. */
  @Test
  void withoutAnInterceptFitsAreThroughTheOrigin() throws IOException {
    assertEquals(
        2 * 7 * (3 * 5 + 5) + 2 * 2,
        compare("no-intercept", ".*", ProtocolsTest::inner, ScoreMethod.Intercept.NONE));
  }
}
