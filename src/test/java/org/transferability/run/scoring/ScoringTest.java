package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.job.ScoreOptionsRequest;

/** By what sources are ranked. */
final class ScoringTest {
  private static List<String> preference(String estimators, String penalties) {
    String[] arguments = {
      "--features",
      "f",
      "--targets",
      "t",
      "--out",
      "o",
      "--estimators",
      estimators,
      "--lambda",
      penalties
    };
    ScoreOptionsRequest.Run run = (ScoreOptionsRequest.Run) ScoreOptionsRequest.parse(arguments);
    return Scoring.preference(run.options().study()).stream().map(String::valueOf).toList();
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
}
