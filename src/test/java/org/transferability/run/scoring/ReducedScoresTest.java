package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.LabelLayout.Side;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.Revisit;
import org.transferability.accumulate.classes.ClassAccumulator;
import org.transferability.accumulate.classes.ClassLayout;
import org.transferability.accumulate.classes.LabelBins;
import org.transferability.accumulate.classes.SetClasses;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.reduced.RowStore;
import org.transferability.accumulate.sample.SampleLimit;
import org.transferability.job.ScoreOptionsRequest;
import org.transferability.read.FeatureColumns;
import org.transferability.read.MissingFeatures;
import org.transferability.read.label.RowFolds;
import org.transferability.read.page.DataFile;
import org.transferability.report.ScoreRow;
import org.transferability.run.aggregate.SetMoments;
import org.transferability.run.chunk.RowCounts;
import org.transferability.run.plan.Pass;
import org.transferability.run.plan.ScoredSet;
import org.transferability.run.plan.TargetLayout;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.Flag;
import org.transferability.study.Study;

/**
 * Sets with about as many rows as features, or far fewer, have the same scores from d x d moments
 * and from rows that are reduced to coordinates of their span: by every estimator of features, with
 * folds, missing labels, and a second pass.
 */
final class ReducedScoresTest {
  private static final int FOLDS = 5;
  private static final int OUTPUTS = 4;

  /** One target without gaps, one of two outputs with a few, one with many. */
  private static final LabelLayout LAYOUT =
      new LabelLayout(
          OUTPUTS, new int[] {0, 1, 1, 2}, new Side[] {Side.NONE, Side.MISSING, Side.PRESENT});

  private record Data(int n, int d, double[] features, double[] labels, int[] folds) {}

  private static Data data(int n, int d, double offset, long seed) {
    Random random = new Random(seed);
    double[] features = new double[n * d];
    double[] labels = new double[n * OUTPUTS];
    int[] folds = new int[n];
    for (int i = 0; i < n; i++) {
      folds[i] = random.nextInt(FOLDS);
      double sum = 0;
      for (int j = 0; j < d; j++) {
        double value = random.nextGaussian() / Math.sqrt(1 + j % 7);
        features[i * d + j] = offset + value;
        sum += j < 5 ? value : 0;
      }
      for (int k = 0; k < OUTPUTS; k++) {
        labels[i * OUTPUTS + k] = 2 + k + sum + random.nextGaussian();
      }
      if (i % 7 == 3) {
        labels[i * OUTPUTS + 2] = Double.NaN;
      }
      if (i % 3 != 0) {
        labels[i * OUTPUTS + 3] = Double.NaN;
      }
    }
    return new Data(n, d, features, labels, folds);
  }

  private static ClassLayout classes() {
    List<LabelBins> bins = new ArrayList<>();
    bins.add(new LabelBins(0, 3, new double[] {-4}, new double[] {8}));
    bins.add(new LabelBins(1, 2, new double[] {-3, -2}, new double[] {9, 10}));
    bins.add(new LabelBins(3, 3, new double[] {-1}, new double[] {11}));
    return new ClassLayout(bins, List.of(0, 1, 2), ClassLayout.Keep.SCATTERS);
  }

  private static Pass pass(int width, Study study) {
    List<TargetSlice> targets =
        List.of(
            new TargetSlice("a", 0, 1, 0, 10, null),
            new TargetSlice("b", 1, 2, 1, 10, null),
            new TargetSlice("c", 3, 1, 2, 10, null));
    DataFile file = new DataFile("s.parquet", 1, 0);
    return new Pass(
        new ScoredSet("s", "d", List.of(file), study.estimators(), List.of("a", "b", "c")),
        new FeatureColumns("id", "features", null),
        MissingFeatures.ERROR,
        null,
        new TargetLayout(targets, LAYOUT, new int[] {0, 1, 2, 3}),
        List.of(),
        null,
        false,
        new RowFolds(FOLDS),
        new SetClasses(classes(), null),
        Precision.DOUBLE,
        0,
        width,
        0,
        null,
        SampleLimit.NONE,
        null);
  }

  private static SetMoments moments(
      Optional<FoldMoments> features, Optional<ReducedRows> reduced, ClassAccumulator classes) {
    return new SetMoments(
        new SetMoments.Side(
            features,
            Optional.ofNullable(classes).map(c -> c.finish(features.orElseThrow().whole())),
            Optional.empty()),
        SetMoments.Side.NONE,
        reduced,
        RowCounts.NONE,
        0,
        Optional.empty());
  }

  private static List<ScoreRow> direct(Data data, Pass pass, Study study, ScoreMethod method) {
    FoldAccumulator folds = new FoldAccumulator(data.d, LAYOUT, FOLDS);
    ClassAccumulator classes = new ClassAccumulator(data.d, classes());
    classes.add(data.features, data.labels, OUTPUTS, data.n);
    folds.add(data.features, data.labels, data.folds, data.n);
    SecondPass second =
        new SecondPass(method.refine(), (plan, input, revisits) -> revisit(data, revisits));
    return new Scoring(study, method, second, Precision.DOUBLE)
        .score(pass, moments(Optional.of(folds.finish()), Optional.empty(), classes));
  }

  private static List<double[]> revisit(Data data, List<Revisit> revisits) {
    List<double[]> numbers = new ArrayList<>();
    for (Revisit revisit : revisits) {
      Revisit.Accumulator rows = revisit.accumulator();
      rows.add(data.features, data.labels, OUTPUTS, data.folds, data.n);
      numbers.add(rows.finish());
    }
    return numbers;
  }

  private static List<ScoreRow> reduced(Data data, Pass pass, Study study, ScoreMethod method)
      throws ReducedRows.OutOfRange {
    RowStore store = new RowStore(data.d);
    store.add(data.features, data.n);
    ReducedRows rows = ReducedRows.of(store, OUTPUTS, data.labels, data.folds);
    SetMoments moments =
        moments(Optional.empty(), Optional.of(ReducedRows.fromBytes(rows.toBytes())), null);
    SecondPass second =
        new SecondPass(
            method.refine(),
            (plan, input, revisits) -> {
              throw new IllegalStateException("rows that are at hand were read again");
            });
    return new Scoring(study, method, second, Precision.DOUBLE)
        .score(pass, moments.accumulated(pass));
  }

  private static ScoreOptionsRequest.Run options(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--features", "f", "--targets", "t"));
    arguments.addAll(List.of("--out", "o", "--estimators"));
    arguments.add("linear-mse,gcv,cv-mse,cv-r2,cv-pearson,origin-gcv,logme,transrate,h-score");
    arguments.addAll(List.of(more));
    return (ScoreOptionsRequest.Run) ScoreOptionsRequest.parse(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "29,30,0,1",
    "30,30,0,2",
    "31,30,0,3",
    "24,200,0,4",
    "60,61,0,5",
    "40,300,3,6",
    "6,10,0,7",
    "130,400,0,8"
  })
  void scoresOfBothRoutesAreTheSame(int n, int d, double offset, long seed) throws Exception {
    for (String refine : List.of("auto", "always")) {
      for (String penalties : List.of("0,1e-6r,1e-3r,1r,0.5", "")) {
        ScoreOptionsRequest.Run run =
            penalties.isEmpty()
                ? options("--refine", refine)
                : options("--refine", refine, "--lambda", penalties);
        Study study = run.options().study();
        Data data = data(n, d, offset, seed);
        Pass pass = pass(d, study);
        List<ScoreRow> expected = direct(data, pass, study, run.options().method());
        List<ScoreRow> found = reduced(data, pass, study, run.options().method());
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < found.size(); i++) {
          requireSame(
              expected.get(i), found.get(i), "n %d, d %d, refine %s".formatted(n, d, refine));
        }
      }
    }
  }

  /** The rows of src/test/resources/reduced/expected.py, and its scores by numpy. */
  @Test
  void scoresAreThoseOfTheDefinitions() throws Exception {
    int n = 24;
    int d = 60;
    double[] features = new double[n * d];
    double[] labels = new double[n * OUTPUTS];
    int[] folds = new int[n];
    for (int i = 0; i < n; i++) {
      folds[i] = i % FOLDS;
      for (int j = 0; j < d; j++) {
        features[i * d + j] = (7919 * i + 104729 * j + 31 * i * j + 17 * i * i * j) % 1009 / 1009.0;
      }
      double own = (613 * i + 71 * i * i) % 499 / 499.0;
      Arrays.fill(
          labels,
          i * OUTPUTS,
          (i + 1) * OUTPUTS,
          own + 2 * features[i * d + 3] - features[i * d + 8]);
    }
    ScoreOptionsRequest.Run run = options("--lambda", "1e-3r,1r,0.5");
    Study study = run.options().study();
    Data data = new Data(n, d, features, labels, folds);
    Map<String, Double> found = new HashMap<>();
    for (ScoreRow row : reduced(data, pass(d, study), study, run.options().method())) {
      if (row.target().equals("a")) {
        found.put(row.score().estimator() + "," + row.score().lambda(), row.score().score());
      }
    }
    try (InputStream expected = getClass().getResourceAsStream("/reduced/expected.csv")) {
      String text = new String(expected.readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = text.lines().skip(1).toList();
      assertEquals(9, lines.size());
      for (String line : lines) {
        int comma = line.lastIndexOf(',');
        double score = Double.parseDouble(line.substring(comma + 1));
        // numpy has n - df and residuals of a condition of 1e5 as differences
        assertEquals(score, found.get(line.substring(0, comma)), 1e-10 * Math.abs(score), line);
      }
    }
  }

  private static String otherFlags(ScoreRow row) {
    return row.score().flags().toString().replaceFirst(";?digits-lost=[^;]*", "");
  }

  private static void requireSame(ScoreRow a, ScoreRow b, String where) {
    String what = where + ": " + a + " against " + b;
    double scale = Math.max(1, Math.abs(a.score().score())); // labels have a variance of 1 to 10
    assertEquals(Double.isNaN(a.score().score()), Double.isNaN(b.score().score()), what);
    if (Double.isNaN(a.score().score())) {
      return;
    }
    int lost = Math.max(a.score().flags().digitsLost(), b.score().flags().digitsLost());
    double flagged = lost == 0 ? 0 : Math.pow(10, lost - 15);
    // of d x d moments, a refined gcv has n - df from a difference
    boolean differs = a.score().flags().has(Flag.REFINED) && a.score().estimator().equals("gcv");
    double bar = Math.max(differs ? 1e-8 : 1e-10, flagged);
    assertEquals(a.score().score(), b.score().score(), bar * scale, what);
    assertEquals(a.score().d(), b.score().d(), what);
    assertEquals(a.score().rank(), b.score().rank(), what);
    assertEquals(otherFlags(a), otherFlags(b), what);
    // the standard error of origin-gcv is of a method with fewer digits for many features
    double error = a.score().uncertainty().standardError();
    if (error > 1e-12 && lost == 0) {
      assertEquals(error, b.score().uncertainty().standardError(), 1e-6 * scale, what);
    }
  }
}
