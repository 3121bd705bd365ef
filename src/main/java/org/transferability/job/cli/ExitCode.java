package org.transferability.job.cli;

/** What the exit code of every job means. */
public final class ExitCode {
  /** Done, everything that was asked for. */
  public static final int OK = 0;

  /** Our fault, an error that no input should cause; or the machine's, such as a full disk. */
  public static final int INTERNAL = 1;

  /** The user's fault: a wrong option or a wrong input; nothing was written. */
  public static final int USAGE = 2;

  /** Done in part: some feature sets were skipped, each with its reason in run.json. */
  public static final int PARTIAL = 3;

  /** Stopped from outside (Ctrl-C); nothing was written. 128 + SIGINT, as shells say it. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
