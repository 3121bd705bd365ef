package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.transferability.evaluate.Bootstrap;
import org.transferability.job.cli.OptionsLine;
import org.transferability.job.cli.OutputFormat;
import org.transferability.job.judge.Versus;
import org.transferability.report.OutputDirectory.Existing;
import org.transferability.run.ScoreOptions;
import org.transferability.study.Better;
import org.transferability.study.Glob;
import org.transferability.study.InputException;
import org.transferability.study.MeasuredColumns;

final class EvaluateOptionsTest {
  @Test
  void defaults() {
    EvaluateOptions options = parse();
    assertEquals("s", options.scores);
    assertEquals("a", options.measured().path());
    assertEquals("o", options.out);
    assertEquals(MeasuredColumns.DEFAULT, options.measured().columns());
    assertEquals(Better.SMALLER, options.measured().better());
    assertEquals(List.of(), options.estimators);
    assertEquals(List.of(), options.comparisons());
    assertEquals(Optional.empty(), options.against());
    assertEquals(Bootstrap.DEFAULT, options.bootstrap());
    assertEquals(Existing.REFUSE, options.output.existing());
    assertEquals(OutputFormat.TEXT, options.common.format());
    assertEquals(ScoreOptions.Verbosity.NORMAL, options.output.verbosity());
  }

  @Test
  void everyOptionIsRead() {
    EvaluateOptions options =
        parse(
            "--source-column",
            "model",
            "--dataset-column=data",
            "--target-column",
            "task",
            "--no-transfer-column",
            "--error-column",
            "accuracy",
            "--better",
            "larger",
            "--estimators",
            "linear-mse, logme*",
            "--resamples",
            "50",
            "--level",
            "0.9",
            "--seed",
            "-7",
            "--overwrite",
            "--format",
            "json",
            "--quiet");
    assertEquals(
        new MeasuredColumns("model", "data", "task", Optional.empty(), "accuracy"),
        options.measured().columns());
    assertEquals(Better.LARGER, options.measured().better());
    assertEquals(List.of(new Glob("linear-mse"), new Glob("logme*")), options.estimators);
    assertEquals(new Bootstrap(50, 0.9, -7), options.bootstrap());
    assertEquals(Existing.REPLACE, options.output.existing());
    assertEquals(OutputFormat.JSON, options.common.format());
    assertEquals(ScoreOptions.Verbosity.QUIET, options.output.verbosity());
    assertEquals(
        Optional.of("how"), parse("--transfer-column", "how").measured().columns().transfer());
  }

  @Test
  void comparisonsMayBeGivenSeveralTimes() {
    assertEquals(
        List.of(new Versus("linear-mse 0", "logme"), new Versus("a", "b")),
        parse("--compare", "linear-mse 0", "logme", "--seed", "1", "--compare", "a", "b")
            .comparisons());
    assertEquals(Optional.of("logme"), parse("--against", "logme").against());
  }

  @Test
  void describesItselfInAFixedOrder() {
    assertEquals(
        "{scores=s, actual=a, out=o, source-column=source, dataset-column=dataset,"
            + " target-column=target, transfer-column=transfer, error-column=error, better=smaller,"
            + " estimators=[linear-mse], compare=[x with y], resamples=10000, level=0.95,"
            + " seed=20231201, overwrite=false, report=html, format=text}",
        parse("--estimators", "linear-mse", "--compare", "x", "y").describe().toString());
  }

  @Test
  void mistakesAreNamed() {
    assertFails("found '--actul' (did you mean --actual?); jobs/evaluate --help", "--actul", "x");
    assertFails("found 'stray'", "stray");
    assertFails("found several: --seed", "--seed", "1", "--seed", "2");
    assertFails("--compare", "--compare", "a");
    assertFails("expected smaller or larger, found 'big'", "--better", "big");
    assertFails("expected text or json, found 'xml'", "--format", "xml");
    assertFails("--resamples: expected a number >= 1, found 0", "--resamples", "0");
    assertFails("--resamples", "--resamples", "many");
    assertFails("--level: expected a number between 0 and 1, found 95.0", "--level", "95");
    assertFails("--level", "--level", "NaN");
    assertFails("(--estimators)", "--estimators", "a,");
    assertFails("--transfer-column or --no-", "--transfer-column", "t", "--no-transfer-column");
    assertFails("different names, found source, dataset", "--target-column", "dataset");
    assertFails("either --compare or --against", "--compare", "a", "b", "--against", "c");
    assertFails("the scores (--scores), found none", new String[0], "--actual", "a", "--out", "o");
    assertFails("(--actual), found none", new String[0], "--scores", "s", "--out", "o");
    assertFails("the output (--out), found none", new String[0], "--scores", "s", "--actual", "a");
  }

  @Test
  void helpAndVersionAreTexts() {
    String help = shown("--help");
    for (String part :
        List.of(
            "Usage: jobs/evaluate --scores PATH",
            "Measured transfer (docs/evaluate.md):",
            "smaller|larger",
            "130")) {
      assertTrue(help.contains(part), () -> part + " is not in\n" + help);
    }
    assertTrue(help.lines().allMatch(line -> line.length() <= 85), help);
    assertEquals("transferability-spark development\n", shown("--version"));
  }

  private static EvaluateOptions parse(String... arguments) {
    return read(joined(required(), arguments));
  }

  private static EvaluateOptions read(String... arguments) {
    EvaluateOptions command = new EvaluateOptions();
    assertEquals(Optional.empty(), OptionsLine.parse(command, arguments));
    return command.checked();
  }

  private static String shown(String... arguments) {
    return OptionsLine.parse(new EvaluateOptions(), arguments).orElseThrow();
  }

  private static void assertFails(String part, String... arguments) {
    assertFails(part, required(), arguments);
  }

  private static void assertFails(String part, String[] before, String... arguments) {
    InputException error =
        assertThrows(InputException.class, () -> read(joined(before, arguments)));
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }

  private static String[] required() {
    return new String[] {"--scores", "s", "--actual", "a", "--out", "o"};
  }

  private static String[] joined(String[] before, String... after) {
    List<String> all = new ArrayList<>(List.of(before));
    all.addAll(List.of(after));
    return all.toArray(new String[0]);
  }
}
