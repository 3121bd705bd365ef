package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.job.ScoreOptionsRequest;
import org.transferability.study.InputException;

/** By what sources are ranked. */
final class ScoringTest {
  private static List<String> preference(String estimators, String penalties, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features",
                "f",
                "--targets",
                "t",
                "--out",
                "o",
                "--estimators",
                estimators,
                "--lambda",
                penalties));
    arguments.addAll(List.of(more));
    ScoreOptionsRequest.Run run =
        (ScoreOptionsRequest.Run) ScoreOptionsRequest.parse(arguments.toArray(String[]::new));
    return run.options().preference().stream().map(String::valueOf).toList();
  }

  @Test
  void anEstimatorThatChoosesItsPenaltyRanksByTheBestOne() {
    assertEquals(
        List.of("gcv best", "gcv 0", "gcv 1r", "linear-mse 0", "linear-mse 1r"),
        preference("gcv,linear-mse", "0,1r"));
    assertEquals(List.of("gcv 1r"), preference("gcv", "1r"));
  }

  @Test
  void othersRankByTheFirstPenaltyOrHaveNone() {
    assertEquals(
        List.of("linear-mse 1", "linear-mse 0", "logme"), preference("linear-mse,logme", "1,0"));
  }

  @Test
  void aMeasureCanBeChosen() {
    String estimators = "gcv,linear-mse,logme";
    assertEquals(
        List.of("linear-mse 0", "linear-mse 0.001", "gcv best", "gcv 0", "gcv 0.001", "logme"),
        preference(estimators, "0,1e-3", "--rank-by", "linear-mse"));
    assertEquals(
        "linear-mse 0.001",
        preference(estimators, "0,1e-3", "--rank-by", "linear-mse 1e-3").get(0));
    assertEquals("gcv 0", preference(estimators, "0,1e-3", "--rank-by", "gcv 0").get(0));
    assertEquals("logme", preference(estimators, "0,1e-3", "--rank-by", "logme").get(0));
    assertEquals(
        List.of("gcv best", "gcv 0", "gcv 1", "linear-mse 0", "linear-mse 1"),
        preference("linear-mse,gcv", "0,1", "--rank-by", "gcv best"));
  }

  @Test
  void aMeasureThatIsNotComputedIsRefused() {
    InputException absent =
        assertThrows(
            InputException.class, () -> preference("gcv,logme", "0,1", "--rank-by", "gcv 2"));
    assertEquals(
        "Cannot rank by 'gcv 2': did you mean 'gcv 0'? (known: gcv best, gcv 0, gcv 1, logme) (--rank-by; --estimators adds others)",
        absent.getMessage());
    assertThrows(InputException.class, () -> preference("gcv,logme", "0,1", "--rank-by", "cv-mse"));
    assertThrows(InputException.class, () -> preference("gcv", "0,1", "--rank-by", "gvc"));
    assertThrows(InputException.class, () -> preference("gcv", "0,1", "--rank-by", " "));
  }
}
