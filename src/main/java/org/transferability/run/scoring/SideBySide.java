package org.transferability.run.scoring;

import java.util.List;

/** Runs the independent tasks of one set on as many threads as are free. */
@FunctionalInterface
public interface SideBySide {
  /** One after another. */
  SideBySide NOT = (tasks, bytes) -> tasks.forEach(Runnable::run);

  /**
   * Runs all tasks and returns when they have ended. What they compute must not depend on their
   * order. Of several failures the first in the list is thrown.
   *
   * @param bytes memory of each running task
   */
  void run(List<Runnable> tasks, long bytes);
}
