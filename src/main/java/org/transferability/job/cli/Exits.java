package org.transferability.job.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.transferability.report.text.PlainText;
import org.transferability.sql.SparkVersion;
import org.transferability.study.InputException;

/** Turns what a job throws into an exit code and one message. */
public final class Exits {
  /** The message of the operating system. */
  private static final String DISK_FULL = "No space left on device";

  private Exits() {}

  /** Runs a job as all that this process does, and ends the process; signals interrupt the job. */
  public static void endWith(Callable<Integer> job) {
    requireSpark();
    Interruption interruption = Interruption.ofThisThread();
    System.exit(of(System.err, job, interruption::isRequested));
  }

  /** First of all, because the rest calls methods that an older Spark lacks. */
  private static void requireSpark() {
    int exitCode =
        of(
            System.err,
            () -> {
              SparkVersion.requireSupported();
              return ExitCode.OK;
            });
    if (exitCode != ExitCode.OK) {
      System.exit(exitCode);
    }
  }

  /** Runs a job. An error in the input is one line; an internal error has a stack trace. */
  public static int of(PrintStream err, Callable<Integer> job) {
    return of(err, job, () -> false);
  }

  /** An interrupted job may throw any exception. */
  private static int of(PrintStream err, Callable<Integer> job, BooleanSupplier interrupted) {
    try {
      return job.call();
    } catch (Exception | Error e) {
      if (e instanceof InterruptedException || interrupted.getAsBoolean()) {
        err.println("error: interrupted, nothing was written");
        return ExitCode.INTERRUPTED;
      }
      if (e instanceof InputException) {
        err.println("error: " + PlainText.visible(String.valueOf(e.getMessage())));
        return ExitCode.USAGE;
      }
      String reason = reason(e);
      if (reason.contains(DISK_FULL)) {
        err.println(
            "error: a disk is full, nothing was written; make room for --out and for spark.local.dir ("
                + reason
                + ")");
        return ExitCode.INTERNAL;
      }
      if (isUnloadable(e)) {
        err.println(
            "error: a native library cannot be loaded from the temporary folder, nothing was written; choose a folder in which files can be executed: TMPDIR=DIR for the driver, -- --conf spark.executor.extraJavaOptions=-Djava.io.tmpdir=DIR for executors ("
                + reason
                + ")");
        return ExitCode.INTERNAL;
      }
      err.println("error: internal error, nothing was written: " + reason);
      e.printStackTrace(err);
      return ExitCode.INTERNAL;
    }
  }

  /** Executors report the errors of their tasks as text only. */
  private static boolean isUnloadable(Throwable error) {
    return ExceptionUtils.getThrowableList(error).stream()
        .anyMatch(
            cause ->
                cause instanceof UnsatisfiedLinkError
                    || String.valueOf(cause.getMessage())
                        .contains(UnsatisfiedLinkError.class.getName()));
  }

  /** The innermost cause in a line: the exceptions around it name the place, not the reason. */
  private static String reason(Throwable error) {
    Throwable cause = ExceptionUtils.getRootCause(error);
    String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return cause.getClass().getSimpleName() + ": " + PlainText.visible(text);
  }
}
