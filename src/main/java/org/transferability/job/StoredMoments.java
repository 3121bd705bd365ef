package org.transferability.job;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Moments that an earlier run kept; read from their file when they are wanted. */
record StoredMoments(StateDirectory state, StateDirectory.Stored file, int folds) {
  /**
   * @throws org.transferability.study.InputException if the file is damaged
   */
  SetMoments load() {
    try {
      return StateMoments.read(file.header(), state.sections(file), folds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
