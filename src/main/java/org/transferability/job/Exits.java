package org.transferability.job;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.transferability.study.InputException;

/** Turns what a job throws into an exit code and one message. */
final class Exits {
  private Exits() {}

  /** Runs a job. A user's error is one line without a stack trace; ours is shown whole. */
  static int of(PrintStream err, Callable<Integer> job) {
    try {
      return job.call();
    } catch (InputException e) {
      err.println("error: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (InterruptedException e) {
      err.println("error: interrupted, nothing was written");
      return ExitCode.INTERRUPTED;
    } catch (Exception | Error e) {
      err.println("error: an internal error ended the job, nothing was written");
      e.printStackTrace(err);
      return ExitCode.INTERNAL;
    }
  }
}
