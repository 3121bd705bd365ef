package org.transferability.run.plan;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Folds;
import org.transferability.study.InputException;

final class PassMemoryTest {
  private static final ScoredSet SET =
      new ScoredSet("s", "d", List.of(), List.of(EstimatorKind.LINEAR_MSE), List.of("t"));

  /** The widest set for which K folds are too many, but one part is not: 3 triangles, not 12. */
  @Test
  void foldsThatDoNotFitAreRefusedWithTheHeapTheyNeed() {
    long heap = Runtime.getRuntime().maxMemory();
    int width = (int) Math.sqrt(heap / 4.0 / 6); // 6 triangles fill the heap
    PassMemory.require(SET, width, Folds.DEFAULT, 1, false);
    String error =
        assertThrows(
                InputException.class, () -> PassMemory.require(SET, width, Folds.DEFAULT, 5, false))
            .getMessage();
    assertTrue(error.contains("--folds 0"), error);
    assertTrue(error.contains("in 5 folds"), error);
    assertTrue(error.contains("%,d MB".formatted(heap >> 20)), error);
  }

  /** Three triangles of nine tenths of the heap: they would not all lie among the old objects. */
  @Test
  void whatWouldFillTheWholeHeapIsRefused() {
    long heap = Runtime.getRuntime().maxMemory();
    int width = (int) Math.sqrt(heap / 4.0 / 3.3);
    String error =
        assertThrows(
                InputException.class, () -> PassMemory.require(SET, width, Folds.DEFAULT, 1, false))
            .getMessage();
    assertTrue(error.contains("--driver-memory"), error);
  }

  /** n^2 numbers of 20,000 rows in six forms and more do not fit the heap of a test. */
  @Test
  void reducedRowsThatDoNotFitAreRefusedAsRows() {
    String error =
        assertThrows(
                InputException.class,
                () -> PassMemory.requireReduced(SET, 20_000, 200_000, Folds.DEFAULT, 1, false))
            .getMessage();
    // 28 bytes for each two rows
    assertTrue(error.contains("of at least 10,681 MB for 20,000 rows of 200,000 features"), error);
    assertTrue(error.contains("--driver-memory"), error);
  }

  @Test
  void eigenvaluesThatDoNotFitAreRefused() {
    long heap = Runtime.getRuntime().maxMemory();
    int width = (int) Math.sqrt(heap / 4.0 / 6);
    String error =
        assertThrows(
                InputException.class, () -> PassMemory.require(SET, width, Folds.DEFAULT, 1, true))
            .getMessage();
    assertTrue(error.contains("--driver-memory"), error);
  }
}
