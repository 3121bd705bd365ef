package org.transferability.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.transferability.job.StudyOptions;

final class StudyTest {
  @Test
  void everythingIsSelectedByDefault() {
    Study study = study("features: f");
    assertTrue(study.selects("s", "d"));
    assertTrue(study.selectsTarget("s", "d", "t"));
    assertEquals(
        List.of(
            EstimatorKind.CV_R2,
            EstimatorKind.LOGME,
            EstimatorKind.LINEAR_MSE,
            EstimatorKind.LABEL_MSE),
        study.estimators());
    assertEquals(Penalties.DEFAULT, study.penalties());
  }

  @Test
  void globsRestrict() {
    Study study = study("features: f\nsources: 'r*'\ndatasets: [a, b]\ntarget-names: 't?'");
    assertTrue(study.selects("r1", "b"));
    assertFalse(study.selects("v1", "b"));
    assertFalse(study.selects("r1", "c"));
    assertTrue(study.selectsTarget("r1", "a", "t1"));
    assertFalse(study.selectsTarget("r1", "a", "t11"));
    assertFalse(study.selectsTarget("v1", "a", "t1"));
    assertFalse(study.selectsTarget("r1", "c", "t1"));
  }

  @Test
  void rulesIncludeAndExclude() {
    Study study =
        study(
            "features: f\ninclude: [{source: 'r*'}, {target: t1}]\n"
                + "exclude: [{source: r2}, {source: r1, dataset: a, target: t2}]");
    assertTrue(study.selects("r1", "a"));
    assertTrue(study.selects("v1", "a"), "its target t1 is included");
    assertFalse(study.selects("r2", "a"), "nothing of it is left");
    assertTrue(study.selectsTarget("r1", "a", "t1"));
    assertFalse(study.selectsTarget("r1", "a", "t2"));
    assertTrue(study.selectsTarget("r1", "b", "t2"));
    assertTrue(study.selectsTarget("v1", "b", "t1"));
    assertFalse(study.selectsTarget("v1", "b", "t2"));
    assertFalse(study.selectsTarget("r2", "b", "t1"), "exclude wins over include");
  }

  @Test
  void sharedLabelsPairColumnsOfOneTable() {
    Study study =
        study(
            "targets: t\nestimators: shared-label-mse\nsource-labels: 's_*'\nsources: model\n"
                + "exclude: [{source: s_2, target: y}]");
    assertTrue(study.selectsSharedLabel("s_1", "d", "y"));
    assertTrue(study.selectsSharedLabel("s_1", "d", "s_2"));
    assertFalse(study.selectsSharedLabel("s_1", "d", "s_1"));
    assertFalse(study.selectsSharedLabel("y", "d", "s_1"));
    assertFalse(study.selectsSharedLabel("s_2", "d", "y"));
  }

  @Test
  void repeatedEstimatorsAndPenaltiesCountOnce() {
    Study study = study("features: f\nlambda: [1, 0, 1.0, 0r]\nestimators: [label-mse, label-mse]");
    assertEquals("[1, 0]", study.penalties().toString());
    assertEquals(List.of(EstimatorKind.LABEL_MSE), study.estimators());
  }

  @Test
  void whatCannotBeScoredIsRefused() {
    assertRefused("targets: t", "--features");
    assertRefused("features: ' '", "a blank one");
    assertRefused("features: f\nlambda: []", "at least one penalty");
    assertRefused("features: f\nestimators: shared-label-mse", "--targets");
    assertRefused("features: f\ncolumns: {id: features}", "three different names");
    assertRefused(
        "feature-sets: [{source: a, dataset: b, paths: x}, {source: a, dataset: b, paths: y}]",
        "found one twice");
    assertRefused("feature-sets: [{source: a, dataset: b, paths: []}]", "at least one path");
  }

  @Test
  void nearestNames() {
    List<String> known = List.of("lambda", "target-names", "targets", "id");
    assertEquals(Optional.of("lambda"), NearestName.of("Lamda", known));
    assertEquals(Optional.of("target-names"), NearestName.of("target_name", known));
    assertEquals(Optional.of("targets"), NearestName.of("tragets", known));
    assertEquals(Optional.empty(), NearestName.of("verbosity", known));
    assertEquals("expected one of a, b", NearestName.expected("verbosity", List.of("a", "b")));
    assertEquals(
        "did you mean 'targets'? (known: lambda, target-names, targets, id)",
        NearestName.expected("target", known));
  }

  @Test
  void estimatorsHaveTheNamesOfTheOptions() {
    for (EstimatorKind kind : EstimatorKind.values()) {
      assertEquals(kind, EstimatorKind.parse(" " + kind.label() + " "));
    }
    assertThrows(InputException.class, () -> EstimatorKind.parse("LINEAR_MSE"));
  }

  private static Study study(String yaml) {
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    try {
      return StudyFile.read(new ByteArrayInputStream(bytes), "s.yaml", new StudyOptions()).study();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(String yaml, String part) {
    InputException error = assertThrows(InputException.class, () -> study(yaml));
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }
}
