package org.transferability.run.resume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.transferability.run.aggregate.SetMoments;

/**
 * Moments that an earlier run kept; read from their file when they are wanted.
 *
 * @param folds how many folds are asked for: as many as are stored, or 1
 */
record StoredMoments(StateDirectory state, StateDirectory.Stored file, int folds)
    implements Supplier<SetMoments> {
  /**
   * @throws org.transferability.study.InputException if the file is damaged
   */
  @Override
  public SetMoments get() {
    try {
      return StateMoments.read(file.header(), state.sections(file), folds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
