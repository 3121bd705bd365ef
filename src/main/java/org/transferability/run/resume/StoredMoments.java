package org.transferability.run.resume;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.transferability.run.aggregate.SetMoments;
import org.transferability.run.plan.FeatureSetPlan;

/**
 * Moments that an earlier run kept; read from their file when they are wanted.
 *
 * @param plan the whole pass that they are moments of
 */
public record StoredMoments(StateDirectory state, StateDirectory.Stored file, FeatureSetPlan plan) {
  /**
   * @throws org.transferability.study.InputException if the file is damaged
   */
  public SetMoments load() {
    try {
      return StateMoments.read(file.header(), state.sections(file), plan.folds());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
