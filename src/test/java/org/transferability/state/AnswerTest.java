package org.transferability.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stored moments answer, and why not. */
final class AnswerTest {
  private static final InputFile LABELS = new InputFile("t", 10, 1);
  private static final InputFile A = new InputFile("a", 100, 1);
  private static final InputFile B = new InputFile("b", 1200, 2);

  private static Request request(int folds, String dealing, String layout, InputFile... features) {
    return new Request(
        "s",
        "d",
        Map.of(),
        Map.of("layout of targets", layout),
        folds,
        dealing,
        List.of(LABELS),
        List.of(features));
  }

  private static Request labels(InputFile... labels) {
    return new Request("s", "d", Map.of(), Map.of(), 1, "", List.of(labels), List.of(A));
  }

  private static void assertStale(String reason, Request stored, Request asked) {
    assertEquals(new Answer.Stale(reason), Answer.of(stored, asked));
  }

  @Test
  void theSameIsComplete() {
    Request request = request(5, "id", "[1]", A, B);
    assertEquals(new Answer.Complete(), Answer.of(request, request));
  }

  @Test
  void foldsAnswerWhoeverWantsNone() {
    assertEquals(
        new Answer.Complete(), Answer.of(request(5, "id", "[1]", A), request(1, "", "[1]", A)));
    assertStale(
        "rows are now assigned to 5 folds, were stored in 1",
        request(1, "", "[1]", A),
        request(5, "id", "[1]", A));
    assertStale(
        "rows are now assigned to folds by column c, were by id",
        request(5, "id", "[1]", A),
        request(5, "column c", "[1]", A));
  }

  @Test
  void newFilesAreMissing() {
    assertEquals(
        new Answer.Grown(List.of(B)),
        Answer.of(request(5, "id", "[1]", A), request(5, "id", "[1]", A, B)));
  }

  @Test
  void removedAndChangedFilesAreNamed() {
    assertStale("b was removed", request(1, "", "[1]", A, B), request(1, "", "[1]", A));
    assertStale(
        "b has 1,201 bytes, had 1,200",
        request(1, "", "[1]", B),
        request(1, "", "[1]", A, new InputFile("b", 1201, 3)));
    assertStale(
        "b was modified at another time",
        request(1, "", "[1]", B),
        request(1, "", "[1]", new InputFile("b", 1200, 3)));
  }

  @Test
  void changedLabelsAreNamedAlsoWhereOnlyAFileWasAdded() {
    assertStale("label file u was added", labels(LABELS), labels(LABELS, new InputFile("u", 1, 1)));
    assertStale("t was removed", labels(LABELS), labels());
    assertStale("t has 11 bytes, had 10", labels(LABELS), labels(new InputFile("t", 11, 1)));
  }

  @Test
  void changedOptionsAreNamed() {
    assertStale(
        "layout of targets is now [2], was [1]",
        request(1, "", "[1]", A),
        request(1, "", "[2]", A));
  }
}
