package org.transferability.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.accumulate.Precision;
import org.transferability.job.ScoreOptionsRequest;
import org.transferability.job.cli.ScoreOptionsSize;
import org.transferability.report.OutputDirectory.Existing;
import org.transferability.report.page.HtmlReport;
import org.transferability.study.Better;
import org.transferability.study.Columns;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Glob;
import org.transferability.study.InputException;
import org.transferability.study.InvalidRows;
import org.transferability.study.Measured;
import org.transferability.study.MeasuredColumns;
import org.transferability.study.Penalties;
import org.transferability.study.Study;

final class ScoreOptionsTest {
  @TempDir Path directory;

  @Test
  void theShortestCommandLineHasTheDefaults() {
    ScoreOptions options = parse("--features", "f", "--targets", "t", "--out", "o");
    Study study = options.study();
    assertEquals("f", study.features());
    assertEquals("t", study.targets());
    assertEquals("o", options.out());
    assertEquals(Columns.DEFAULT, study.columns());
    assertEquals(
        List.of(
            EstimatorKind.CV_R2,
            EstimatorKind.LOGME,
            EstimatorKind.LINEAR_MSE,
            EstimatorKind.LABEL_MSE),
        study.estimators());
    assertEquals(Penalties.DEFAULT, study.penalties());
    assertEquals(InvalidRows.ERROR, study.invalidRows());
    assertEquals(ScoreOptions.OnError.STOP, options.onError());
    assertEquals(Existing.REFUSE, options.existing());
    assertEquals(ScoreOptions.Verbosity.NORMAL, options.verbosity());
    assertEquals(ScoreOptions.DEFAULT_IN_FLIGHT, options.inFlight());
    assertEquals(256L << 20, options.broadcastLimit());
    assertEquals(OptionalLong.empty(), options.chunkSize());
  }

  @Test
  void columnsOfMeasurementsNeedMeasurements() {
    assertEquals(
        "accuracy",
        parse("--features", "f", "--out", "o", "--actual", "a", "--error-column", "accuracy")
            .study()
            .measured()
            .orElseThrow()
            .columns()
            .error());
    InputException mistake =
        assertThrows(
            InputException.class,
            () -> parse("--features", "f", "--out", "o", "--error-column", "accuracy"));
    assertEquals(
        "Cannot use --error-column: expected measured transfers (--actual), found none",
        mistake.getMessage());
  }

  @Test
  void everyOptionArrives() {
    ScoreOptions options =
        parse(
            "--features",
            "f",
            "--targets",
            "t",
            "--out",
            "o",
            "--sources",
            "a*, b",
            "--datasets",
            "c",
            "--target-names",
            "d?",
            "--estimators",
            "label-mse,shared-label-mse",
            "--lambda",
            "0,1e-3,2",
            "--id-column",
            "key",
            "--features-column",
            "x",
            "--prediction-column",
            "z",
            "--source-labels",
            "s_*",
            "--invalid-rows",
            "drop",
            "--on-error",
            "skip",
            "--overwrite",
            "--report",
            "none",
            "--quiet",
            "--in-flight",
            "7",
            "--broadcast-limit",
            "512m",
            "--chunk-size",
            "64MiB",
            "--precision",
            "mixed");
    Study study = options.study();
    assertEquals(List.of(new Glob("a*"), new Glob("b")), study.sourceNames());
    assertEquals(List.of(new Glob("c")), study.datasetNames());
    assertEquals(List.of(new Glob("d?")), study.targetNames());
    assertEquals(
        List.of(EstimatorKind.LABEL_MSE, EstimatorKind.SHARED_LABEL_MSE), study.estimators());
    assertEquals("[0, 0.001, 2]", study.penalties().toString());
    assertEquals(new Columns("key", "x", "z"), study.columns());
    assertEquals(List.of(new Glob("s_*")), study.sourceLabels());
    assertEquals(InvalidRows.DROP, study.invalidRows());
    assertEquals(ScoreOptions.OnError.SKIP, options.onError());
    assertEquals(Existing.REPLACE, options.existing());
    assertEquals(HtmlReport.Choice.NONE, options.report());
    assertEquals(ScoreOptions.Verbosity.QUIET, options.verbosity());
    assertEquals(7, options.inFlight());
    assertEquals(512L << 20, options.broadcastLimit());
    assertEquals(OptionalLong.of(64L << 20), options.chunkSize());
    assertEquals(Precision.MIXED, options.precision());
  }

  @Test
  void theCommandLineOverridesTheStudyFile() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("s.yaml"), "features: f\nlambda: 5\ncolumns: {id: k}\n");
    Study study =
        parse("--study", file.toString(), "--out", "o", "--lambda", "3", "--features-column", "x")
            .study();
    assertEquals("f", study.features());
    assertEquals("[3]", study.penalties().toString());
    assertEquals(new Columns("k", "x", "prediction"), study.columns());
  }

  @Test
  void measuredTransfersOfTheCommandLineReplaceThoseOfTheStudyFile() throws IOException {
    String file =
        Files.writeString(
                directory.resolve("s.yaml"),
                "features: f\nactual: {path: a, error: e, transfer: none, better: larger}\n")
            .toString();
    Measured kept = parse("--study", file, "--out", "o").study().measured().orElseThrow();
    assertEquals("e", kept.columns().error());
    assertEquals(Optional.empty(), kept.columns().transfer());
    assertEquals(Better.LARGER, kept.better());
    assertEquals(
        Optional.of(new Measured("b", MeasuredColumns.DEFAULT, Better.SMALLER)),
        parse("--study", file, "--out", "o", "--actual", "b").study().measured());
    assertFails("(--actual), found none", "--study", file, "--out", "o", "--error-column", "x");
  }

  @Test
  void anEqualsSignMayPrecedeAValue() {
    ScoreOptions options = parse("--features=f=1", "--out=o", "--lambda=2");
    assertEquals("f=1", options.study().features());
    assertEquals("[2]", options.study().penalties().toString());
  }

  @Test
  void theHeadDecidesWhatRanks() {
    assertEquals("[cv-r2, logme, linear-mse, label-mse]", estimators("--head", "tuned"));
    assertEquals("[logme, cv-r2, linear-mse, label-mse]", estimators("--head", "short"));
    assertEquals("[gcv, logme, linear-mse, label-mse]", estimators("--folds", "0"));
    assertEquals("[logme, gcv]", estimators("--head", "short", "--estimators", "gcv"));
    assertEquals("[gcv]", estimators("--estimators", "gcv"));
  }

  private static String estimators(String... options) {
    List<String> all = new ArrayList<>(List.of("--features", "f", "--out", "o"));
    all.addAll(List.of(options));
    return parse(all.toArray(String[]::new)).study().estimators().toString();
  }

  @Test
  void describesItselfInAFixedOrder() {
    Map<String, Object> described =
        parse("--features", "f", "--out", "o", "--sources", "a,b").describe();
    assertEquals(
        "{features=f, out=o, sources=[a, b], estimators=[cv-r2, logme, linear-mse, label-mse], "
            + "lambda=[0, 1, best of 1e-4r to 10r], rank-by=cv-r2 best,"
            + " folds=5, confidence=0.9, head=tuned, bins=usual, transrate-weights=rows, refine=auto,"
            + " top=1, margin=0.01, candidate-blocks=64,"
            + " id-column=id, features-column=features, prediction-column=prediction,"
            + " invalid-rows=error, common-rows=false, on-error=stop, overwrite=false, report=html, in-flight=4,"
            + " broadcast-limit=268435456, chunk-size=auto, tile-limit=805306368,"
            + " precision=double}",
        described.toString());
  }

  @Test
  void mistakesAreNamed() {
    assertFails("found '--lamda' (did you mean --lambda?)", "--features", "f", "--lamda", "1");
    assertFails("found '--target_names' (did you mean --target-names?)", "--target_names", "x");
    assertFails("found '--lamda' (did you mean --lambda?)", "--features", "f", "--lamda=1");
    assertFails("found '--xyzzy';", "--xyzzy");
    assertFails("found 'stray'", "--features", "f", "--out", "o", "stray");
    assertFails("--lambda", "--out", "o", "--features", "f", "--lambda");
    assertFails("found '-1' (--lambda)", "--out", "o", "--features", "f", "--lambda", "-1");
    assertFails("found 'a' (--lambda)", "--out", "o", "--features", "f", "--lambda", "0,a");
    assertFails("found '' (--lambda)", "--out", "o", "--features", "f", "--lambda", "0,");
    assertFails("found 'NaN'", "--out", "o", "--features", "f", "--lambda", "NaN");
    assertFails("found 1", "--features", "f", "--out", "o", "--folds", "1");
    assertFails("--top: expected a number >= 1", "--features", "f", "--out", "o", "--top", "0");
    assertFails("--margin: expected a", "--features", "f", "--out", "o", "--margin", "-1");
    assertFails("between 0 and 1", "--features", "f", "--out", "o", "--confidence", "90");
    assertFails("'k'", "--features", "f", "--out", "o", "--fold-column", "k", "--folds", "0");
    assertFails("(--out), found none", "--features", "f");
    assertFails("(--features", "--out", "o", "--targets", "t");
    assertFails("did you mean 'label-mse'", "--features", "f", "--estimators", "lable-mse");
    assertFails("(--invalid-rows)", "--features", "f", "--invalid-rows", "keep");
    assertFails("(--on-error)", "--features", "f", "--out", "o", "--on-error", "x");
    assertFails("--in-flight", "--features", "f", "--out", "o", "--in-flight", "0");
    assertFails("--in-flight", "--features", "f", "--out", "o", "--in-flight", "two");
    assertFails("(--broadcast-limit)", "--features", "f", "--out", "o", "--broadcast-limit", "1x");
    assertFails(">= 1, found 0", "--features", "f", "--out", "o", "--chunk-size", "0");
    assertFails(
        "found [cv-r2, logme, linear-mse, label-mse]",
        "--features",
        "f",
        "--out",
        "o",
        "--source-labels",
        "s");
    assertFails("(no.yaml)", "--study", "no.yaml", "--out", "o");
    assertFails("several: --features;", "--features", "a", "--features", "b", "--out", "o");
    assertFails("several: --features;", "--features", "a", "--out", "o", "--features", "b");
    assertFails("several: --sources;", "--features", "a", "--sources", "b", "--sources=c");
    assertFails("'--lambda' but found '--out'", "--features", "a", "--lambda", "--out", "o");
    assertFails("'--sources' (GLOB[,GLOB...])", "--features", "a", "--sources");
    assertFails("several: --quiet;", "--features", "a", "--quiet", "--out", "o", "--quiet");
    assertFails(
        "targets tree", "--features", "f", "--out", "o", "--estimators", "shared-label-mse");
  }

  @Test
  void helpAndVersionAreTexts() {
    String help = shown("--help");
    for (String part :
        List.of(
            "Usage: jobs/score --features PATH [--targets PATH] --out PATH [options]\n",
            "What is compared:",
            "--broadcast-limit SIZE",
            "Examples:",
            "130 interrupted",
            "error|drop")) {
      assertTrue(help.contains(part), () -> part + " is not in\n" + help);
    }
    assertTrue(help.lines().allMatch(line -> line.length() <= 85), help);
    assertEquals("transferability-spark development\n", shown("--version"));
    assertEquals(help, shown("--features", "f", "--help"));
  }

  @Test
  void sizes() {
    assertEquals(0, ScoreOptionsSize.parse("0"));
    assertEquals(1000, ScoreOptionsSize.parse("1000"));
    assertEquals(1000, ScoreOptionsSize.parse("1000b"));
    assertEquals(2048, ScoreOptionsSize.parse(" 2K "));
    assertEquals(3L << 30, ScoreOptionsSize.parse("3gb"));
    assertEquals(1L << 40, ScoreOptionsSize.parse("1 t"));
    for (String bad : List.of("", "m", "1.5g", "-1", "9999999t", "1e3", "10 m m")) {
      assertThrows(InputException.class, () -> ScoreOptionsSize.parse(bad), bad);
    }
  }

  private static ScoreOptions parse(String... arguments) {
    return assertInstanceOf(ScoreOptionsRequest.Run.class, ScoreOptionsRequest.parse(arguments))
        .options();
  }

  private static String shown(String... arguments) {
    return assertInstanceOf(ScoreOptionsRequest.Show.class, ScoreOptionsRequest.parse(arguments))
        .text();
  }

  private static void assertFails(String part, String... arguments) {
    InputException error =
        assertThrows(InputException.class, () -> ScoreOptionsRequest.parse(arguments));
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }
}
