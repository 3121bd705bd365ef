package org.transferability.run.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.classes.ClassLayout;
import org.transferability.study.EstimatorKind;

final class ClassMemoryTest {
  private static ScoredSet set(EstimatorKind... estimators) {
    return new ScoredSet("s", "d", List.of(), List.of(estimators), List.of("y", "z"));
  }

  @Test
  void whatIsKeptIsWhatTheMostDemandingEstimatorReads() {
    EstimatorKind.Input features = EstimatorKind.Input.FEATURES;
    EstimatorKind.Input predictions = EstimatorKind.Input.PREDICTIONS;
    assertNull(ClassMemory.keep(set(EstimatorKind.LINEAR_MSE), features));
    ScoredSet both = set(EstimatorKind.H_SCORE, EstimatorKind.TRANSRATE);
    assertSame(ClassLayout.Keep.SCATTERS, ClassMemory.keep(both, features));
    assertSame(ClassLayout.Keep.MEANS, ClassMemory.keep(set(EstimatorKind.H_SCORE), features));
    assertNull(ClassMemory.keep(both, predictions));
    assertSame(
        ClassLayout.Keep.MEANS, ClassMemory.keep(set(EstimatorKind.LAB_H_SCORE), predictions));
    assertTrue(ClassMemory.isNeeded(set(EstimatorKind.LAB_TRANSRATE)));
    assertTrue(!ClassMemory.isNeeded(set(EstimatorKind.LINEAR_MSE, EstimatorKind.LAB_CV_MSE)));
  }

  @Test
  void theLimitIsAShareOfTheHeap() {
    double limit = ClassMemory.of(set(EstimatorKind.H_SCORE), OptionalInt.empty(), 7).limit();
    double heap = Runtime.getRuntime().maxMemory();
    assertEquals(Math.min(512.0 * 1024 * 1024, 0.15 * heap), limit, 1e-6 * limit);
  }
}
