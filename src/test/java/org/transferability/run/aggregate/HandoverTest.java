package org.transferability.run.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

final class HandoverTest {
  private static <T> Handover.Sent<T> moved(Handover.Sent<T> sent) {
    return SerializationUtils.clone(sent);
  }

  @Test
  void aResultOfTheSameProcessIsTheSameObject() {
    try (Handover<List<String>> handover = Handover.open()) {
      Handover<List<String>> inTask = SerializationUtils.clone(handover);
      List<String> one = List.of("a");
      List<String> other = List.of("b");
      Handover.Sent<List<String>> first = moved(inTask.send(one));
      Handover.Sent<List<String>> second = moved(inTask.send(other));
      assertSame(other, handover.take(second).orElseThrow());
      assertSame(one, handover.take(first).orElseThrow());
    }
  }

  @Test
  void aResultOfAnotherProcessIsSent() {
    // A job of another process is one that was not opened in this one.
    Handover<List<String>> elsewhere = new Handover<>(UUID.randomUUID());
    assertEquals(Optional.of(List.of("a")), elsewhere.take(moved(elsewhere.send(List.of("a")))));
  }

  @Test
  void aClosedJobHasNoResults() {
    Handover<List<String>> handover = Handover.open();
    Handover.Sent<List<String>> early = handover.send(List.of("a"));
    handover.close();
    assertTrue(handover.take(early).isEmpty());
    assertEquals(Optional.of(List.of("b")), handover.take(moved(handover.send(List.of("b")))));
  }
}
