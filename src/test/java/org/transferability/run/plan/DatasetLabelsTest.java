package org.transferability.run.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.transferability.read.id.IdKind;
import org.transferability.read.label.LabelSurvey;
import org.transferability.read.label.RowFolds;

final class DatasetLabelsTest {
  private static DatasetLabels assumed(AtomicInteger looks) {
    return new DatasetLabels(
        Optional.empty(),
        LabelSurvey.assumingComplete(List.of("t"), 3, "f"),
        () -> {
          looks.incrementAndGet();
          return LabelSurvey.empty();
        },
        List.of(),
        IdKind.LONG,
        null,
        new RowFolds(5));
  }

  @Test
  void labelsAreLookedAtOnce() {
    AtomicInteger looks = new AtomicInteger();
    DatasetLabels labels = assumed(looks);
    assertEquals(3, labels.rows());
    labels.look();
    labels.look();
    assertEquals(1, looks.get());
    assertTrue(labels.survey().targets().isEmpty());
  }

  @Test
  void theLastOfSeveralUsersReleasesThem() {
    DatasetLabels labels = assumed(new AtomicInteger());
    labels.retain();
    labels.retain();
    assertFalse(labels.release());
    assertTrue(labels.release());
  }
}
