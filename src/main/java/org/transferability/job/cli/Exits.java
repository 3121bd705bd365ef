package org.transferability.job.cli;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.SparkSession;
import org.transferability.report.text.PlainText;
import org.transferability.sql.SparkVersion;
import org.transferability.study.InputException;

/** Turns what a job throws into an exit code and one message. */
public final class Exits {
  /** Set by spark-submit and by YARN. In a Kubernetes pod it is client, because the pod submits. */
  static final String DEPLOY_MODE = "spark.submit.deployMode";

  /** The message of the operating system. */
  private static final String DISK_FULL = "No space left on device";

  private Exits() {}

  /**
   * How a job ended.
   *
   * @param error the line that says why it failed; empty if it returned
   * @param trace an internal error, whose stack is of use
   */
  private record Ending(int exitCode, Optional<String> error, Optional<Throwable> trace) {
    static Ending failed(int exitCode, String error) {
      return new Ending(exitCode, Optional.of(error), Optional.empty());
    }

    int print(PrintStream err) {
      error.ifPresent(line -> err.println("error: " + line));
      trace.ifPresent(thrown -> thrown.printStackTrace(err));
      return exitCode;
    }

    /** Skipped sets are no failure here: the output is complete and must not be made again. */
    void throwFailure() {
      if (exitCode != ExitCode.OK && exitCode != ExitCode.PARTIAL) {
        throw new FailedRun(
            error.orElse("exit code " + exitCode + ", see the log of the driver"),
            trace.orElse(null));
      }
    }
  }

  /**
   * Runs a job as all that this process does; signals interrupt the job. Then the process ends with
   * the exit code. In cluster deploy mode it is the cluster manager that ends the process: a job
   * that succeeds returns from here, and one that fails throws an exception with the reason. YARN
   * takes any other end for a failure and starts the application again. The same if Spark runs
   * before the job: then another program calls it, such as a notebook, whose process must go on.
   */
  public static void endWith(Callable<Integer> job) {
    if (SparkSession.getDefaultSession().isEmpty()) {
      endWith(System.err, job, System::exit);
    } else {
      returnFrom(System.err, job);
    }
  }

  static void endWith(PrintStream err, Callable<Integer> job, IntConsumer exit) {
    // First of all, because the rest calls methods that an older Spark lacks.
    Ending ending = ending(Exits::requireSpark, () -> false);
    if (ending.exitCode() == ExitCode.OK) {
      Interruption interruption = Interruption.ofThisThread();
      ending = ending(job, interruption::isRequested);
    }
    int exitCode = ending.print(err);
    if ("cluster".equals(System.getProperty(DEPLOY_MODE))) {
      ending.throwFailure();
    } else {
      exit.accept(exitCode);
    }
  }

  /** Runs a job that another program calls. Its signals are its own. */
  static void returnFrom(PrintStream err, Callable<Integer> job) {
    Ending ending = ending(Exits::requireSpark, () -> false);
    if (ending.exitCode() == ExitCode.OK) {
      ending = ending(job, () -> false);
    }
    ending.print(err);
    ending.throwFailure();
  }

  private static int requireSpark() {
    SparkVersion.requireSupported();
    return ExitCode.OK;
  }

  /** Runs a job. An error in the input is one line; an internal error has a stack trace. */
  public static int of(PrintStream err, Callable<Integer> job) {
    return ending(job, () -> false).print(err);
  }

  /** An interrupted job may throw any exception. */
  private static Ending ending(Callable<Integer> job, BooleanSupplier interrupted) {
    try {
      return new Ending(job.call(), Optional.empty(), Optional.empty());
    } catch (Exception | Error e) {
      if (e instanceof InterruptedException || interrupted.getAsBoolean()) {
        return Ending.failed(ExitCode.INTERRUPTED, "interrupted, nothing was written");
      }
      if (e instanceof InputException) {
        return Ending.failed(ExitCode.USAGE, PlainText.visible(String.valueOf(e.getMessage())));
      }
      String reason = reason(e);
      if (reason.contains(DISK_FULL)) {
        return Ending.failed(
            ExitCode.INTERNAL,
            "a disk is full, nothing was written; make room for --out and for spark.local.dir ("
                + reason
                + ")");
      }
      if (isUnloadable(e)) {
        return Ending.failed(
            ExitCode.INTERNAL,
            "a native library cannot be loaded from the temporary folder, nothing was written; choose a folder in which files can be executed: TMPDIR=DIR for the driver, -- --conf spark.executor.extraJavaOptions=-Djava.io.tmpdir=DIR for executors ("
                + reason
                + ")");
      }
      return new Ending(
          ExitCode.INTERNAL,
          Optional.of("internal error, nothing was written: " + reason),
          Optional.of(e));
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
