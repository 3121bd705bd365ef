package org.transferability.study;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.transferability.job.StudyOptions;

final class StudyFileTest {
  @Test
  void readsEveryKeyOfTheExample() {
    Study study = StudyFile.read(Path.of("conf", "study.example.yaml"), new StudyOptions()).study();
    assertEquals("zoo/features", study.features());
    assertEquals("zoo/targets", study.targets());
    assertEquals(
        List.of(
            new FeatureSource(
                "my_resnet",
                "cub",
                List.of("more/resnet/part-0.parquet", "more/resnet/part-1.parquet"))),
        study.featureSets());
    assertEquals(Columns.DEFAULT, study.columns());
    assertEquals(Glob.parseList("resnet*,my_*"), study.sourceNames());
    assertEquals(Glob.parseList("cub"), study.datasetNames());
    assertEquals(Glob.parseList("pose_*,area"), study.targetNames());
    assertEquals(2, study.include().size());
    assertEquals(
        new PairRule(new Glob("resnet18"), new Glob("cub"), new Glob("pose_head")),
        study.exclude().get(0));
    assertEquals(
        List.of(EstimatorKind.CV_R2, EstimatorKind.LINEAR_MSE, EstimatorKind.LABEL_MSE),
        study.estimators());
    assertEquals(new Folds(5, "subject", Folds.Rule.GROUP, 0.9), study.folds());
    assertEquals(
        List.of("0", "1", "0.001r"),
        study.penalties().asked().stream().map(Penalty::toString).toList());
    assertEquals(
        new Measured(
            "measured.csv",
            new MeasuredColumns("source", "dataset", "target", Optional.of("transfer"), "test_mse"),
            Better.SMALLER),
        study.measured().orElseThrow());
    assertEquals(InvalidRows.ERROR, study.invalidRows());
    assertEquals(Glob.parseList("pose_*"), study.sourceLabels());
  }

  @Test
  void measurementsMayBeOfOneKind() {
    Measured measured =
        read("features: f\nactual: {path: m, transfer: none, better: larger, source: model}\n")
            .measured()
            .orElseThrow();
    assertEquals(Optional.empty(), measured.columns().transfer());
    assertEquals("model", measured.columns().source());
    assertEquals(Better.LARGER, measured.better());
    assertFails("actual: {error: e}\n", "expected the key 'path' in each entry of 'actual'");
    assertFails("actual: {path: m, better: most}\n", "expected smaller or larger, found 'most'");
  }

  @Test
  void keepsNamesAsTheyAreWritten() {
    Study study = read("features: 007\nsources: [no, 1.50, true, ünï]\nlambda: 1e-3r\n");
    assertEquals("007", study.features());
    assertEquals(List.of("no", "1.50", "true", "ünï"), texts(study.sourceNames()));
    assertEquals(List.of(Penalty.parse("0.001r")), study.penalties().asked());
  }

  @Test
  void keysWithoutValueAreLikeMissingKeys() {
    assertEquals(
        read("features: x\n"),
        read("features: x\ninclude:\nlambda:\nfolds:\ncolumns: {id: }\nactual:\n"));
  }

  @Test
  void unknownKeysNameTheNearestKnownOneAndTheirPlace() {
    assertFails(
        "features: x\nlamda: [0]\n",
        "unknown key 'lamda'",
        "did you mean 'lambda'?",
        "line 2, column 1");
    assertFails(
        "columns:\n  id: a\n  predictions:\n    - b\n",
        "unknown key 'predictions' in 'columns'",
        "did you mean 'prediction'?",
        "line 3, column 3");
    assertFails(
        "include:\n  - {source: a}\n  - target_name: b\n",
        "unknown key 'target_name' in 'include[2]'",
        "dataset, source, target",
        "line 3, column 5");
    assertFails("TARGET_NAMES: a\n", "did you mean 'target-names'?");
    assertFails(
        "verbosity: 3\n",
        "expected one of actual, ceiling, columns, common-rows, confidence, datasets, ",
        "line 1");
  }

  @Test
  void repeatedKeysAreErrors() {
    assertFails("lambda: 0\ntargets: t\nlambda: 1\n", "Duplicate field 'lambda'", "line 3");
    assertFails("columns: {id: a, id: b}\n", "Duplicate field 'id'", "line 1");
  }

  @Test
  void errorsForWrongTypesStateTheExpectedType() {
    assertFails(
        "features: [a, b]\n", "expected a single value for 'features', found a list", "line 1");
    assertFails("columns: id\n", "expected keys with values for 'columns'", "found a single value");
    assertFails("sources: {a: b}\n", "expected a ", "for 'sources", "found keys with values");
    assertFails(
        "feature-sets:\n  - source: a\n    dataset: {b: c}\n    paths: x\n",
        "expected a single value for 'feature-sets[1].dataset', found keys with values",
        "line 3");
    assertFails("- a\n- b\n", "expected keys with values, found a list", "line 1");
    assertFails("just text\n", "expected keys with values, found a single value", "line 1");
  }

  @Test
  void badValuesKeepTheirPlace() {
    assertFails("lambda:\n  - 0\n  - -1\n", "penalty", "found '-1'", "line 3, column 5");
    assertFails("lambda: [zero]\n", "found 'zero'", "line 1");
    assertFails("estimators: [linear_mse]\n", "did you mean 'linear-mse'?", "line 1");
    assertFails("sources: 'a[b'\n", "expected ] after [", "line 1");
    assertFails("invalid-rows: ignore\n", "expected error or drop, found 'ignore'", "line 1");
    assertFails("sources: [a, ]\nlambda: [0, ~]\n", "'lambda[2]', found nothing", "line 2");
    assertFails("feature-sets: [{source: a, dataset: b}]\n", "'paths'", "found none");
    assertFails("exclude: [{}]\n", "expected a source, dataset or target");
  }

  @Test
  void yamlSurprisesAreRefused() {
    assertFails("sources: *cub\n", "found an alias, *cub", "in quotes", "line 1");
    assertFails("sources: *\n", "in quotes", "line 1");
    assertFails("sources: &a [x]\ndatasets: *a\n", "found an anchor, &a", "line 1");
    assertFails("features: !!java.io.File x\n", "found a tag", "line 1");
    assertFails("features: a\n---\nfeatures: b\n", "study.yaml");
    assertFails("features: a: b\n", "mapping values are not allowed here", "line 1, column 12");
    assertFails("sources: [a\n", "line 2");
    assertFails("", "found nothing (study.yaml)");
    assertFails("# only this\n", "found nothing (study.yaml)");
    assertFails("sources: " + "[".repeat(50) + "\n", "study.yaml");
    assertFails(
        "targets: t\n" + "# a very long story\n".repeat(300_000) + "lambda: 0\n",
        "exceeds the limit");
    assertFails("features: \u0000x\n", "study.yaml");
  }

  @Test
  void aByteOrderMarkIsStrippedAndAnotherEncodingNamed() throws IOException {
    assertEquals(read("features: t\n"), read("\uFEFFfeatures: t\n"));
    byte[] bytes = "\uFEFFtargets: t\n".getBytes(StandardCharsets.UTF_16LE);
    InputException error =
        assertThrows(
            InputException.class,
            () ->
                StudyFile.read(new ByteArrayInputStream(bytes), "study.yaml", new StudyOptions()));
    assertEquals(
        "Cannot read study.yaml: expected text in UTF-8, found UTF-16 (little endian); save it as UTF-8",
        error.getMessage());
  }

  @Test
  void missingFilesAreTheUsersFault() {
    InputException error =
        assertThrows(
            InputException.class,
            () -> StudyFile.read(Path.of("no", "such.yaml"), new StudyOptions()));
    assertEquals(
        "Cannot read study file: expected a file, found none (no/such.yaml)", error.getMessage());
  }

  private static Study read(String yaml) {
    try {
      return StudyFile.read(
              new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)),
              "study.yaml",
              new StudyOptions())
          .study();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertFails(String yaml, String... parts) {
    InputException error = assertThrows(InputException.class, () -> read(yaml));
    assertAll(
        List.of(parts).stream()
            .map(
                part ->
                    () ->
                        assertTrue(
                            error.getMessage().contains(part),
                            () -> "'" + part + "' is not in: " + error.getMessage())));
  }

  private static List<String> texts(List<?> values) {
    return values.stream().map(Object::toString).toList();
  }
}
