package org.transferability.job.cli;

/** The exit codes of all jobs. */
public final class ExitCode {
  /** Complete success. */
  public static final int OK = 0;

  /** An internal error, which no input should cause; or one of the machine, such as a full disk. */
  public static final int INTERNAL = 1;

  /** A wrong option or a wrong input; nothing was written. */
  public static final int USAGE = 2;

  /** Partial success: some feature sets were skipped, each with its reason in run.json. */
  public static final int PARTIAL = 3;

  /** Stopped from outside (Ctrl-C); nothing was written. 128 + SIGINT, as in shells. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
