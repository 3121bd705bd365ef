package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names of jobs the main class of the jar knows. */
final class MainTest {
  @Test
  void everyJobThatTakesOptionsHasItsName() {
    // jobs/completion lists the same ones
    for (String name : CompletionJob.commands().keySet()) {
      assertTrue(Main.job(name).isPresent(), name);
      assertTrue(Main.unknown("").getMessage().contains(name), name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Score", "--help", "study"})
  void anotherNameIsUnknown(String name) {
    assertTrue(Main.job(name).isEmpty());
  }

  @Test
  void theMessageListsTheNames() {
    assertEquals(
        "Cannot run a job: expected one of score, evaluate, import, validate, inspect, found 'scores' (did you mean score?)",
        Main.unknown("scores").getMessage());
    assertEquals(
        "Cannot run a job: expected one of score, evaluate, import, validate, inspect, found no argument",
        Main.unknown("").getMessage());
  }
}
