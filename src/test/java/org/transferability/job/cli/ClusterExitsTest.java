package org.transferability.job.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.study.InputException;

/** How the driver ends in each deploy mode, of which spark-submit sets the property. */
final class ClusterExitsTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<Integer> exitCodes = new ArrayList<>();

  @AfterEach
  void restore() {
    System.clearProperty(Exits.DEPLOY_MODE);
  }

  private void end(String mode, Callable<Integer> job) {
    if (!mode.isEmpty()) {
      System.setProperty(Exits.DEPLOY_MODE, mode);
    }
    Exits.endWith(new PrintStream(printed, true, StandardCharsets.UTF_8), job, exitCodes::add);
  }

  private static int wrongInput() {
    throw new InputException("Cannot read x: expected y, found z");
  }

  /** What Spark makes of an exception for YARN: {@code Utils.stringifyException}. */
  private static String diagnostic(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "client"})
  void inClientModeTheProcessEndsWithTheExitCode(String mode) {
    end(mode, () -> ExitCode.OK);
    end(mode, () -> ExitCode.PARTIAL);
    end(mode, ClusterExitsTest::wrongInput);
    end(
        mode,
        () -> {
          throw new IllegalStateException("unexpected");
        });
    assertEquals(
        List.of(ExitCode.OK, ExitCode.PARTIAL, ExitCode.USAGE, ExitCode.INTERNAL), exitCodes);
  }

  @ParameterizedTest
  @ValueSource(ints = {ExitCode.OK, ExitCode.PARTIAL})
  void inClusterModeAnOutputThatWasWrittenReturns(int exitCode) {
    assertDoesNotThrow(() -> end("cluster", () -> exitCode));
    assertEquals(List.of(), exitCodes);
  }

  @Test
  void inClusterModeAWrongInputIsADiagnosticOfOneLine() {
    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> end("cluster", ClusterExitsTest::wrongInput));
    assertEquals("Cannot read x: expected y, found z", diagnostic(thrown));
    assertEquals(
        "error: Cannot read x: expected y, found z",
        printed.toString(StandardCharsets.UTF_8).strip(),
        "the log of the driver has it too");
    assertEquals(List.of(), exitCodes);
  }

  /** A notebook, or a service that runs jobs in its own process. */
  @Test
  void aJobThatAnotherProgramCallsReturnsOrThrows() {
    PrintStream err = new PrintStream(printed, true, StandardCharsets.UTF_8);
    assertDoesNotThrow(() -> Exits.returnFrom(err, () -> ExitCode.PARTIAL));
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class, () -> Exits.returnFrom(err, ClusterExitsTest::wrongInput));
    assertEquals("Cannot read x: expected y, found z", thrown.getMessage());
  }

  @Test
  void inClusterModeAnInternalErrorKeepsItsStack() {
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                end(
                    "cluster",
                    () -> {
                      throw new IllegalStateException("unexpected");
                    }));
    String text = diagnostic(thrown);
    assertTrue(
        text.startsWith("internal error, nothing was written: IllegalStateException: unexpected\n"),
        text);
    assertTrue(
        text.contains("Caused by: java.lang.IllegalStateException: unexpected\n\tat "), text);
  }

  @Test
  void inClusterModeAnExitCodeWithoutAnExceptionFails() {
    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> end("cluster", () -> ExitCode.USAGE));
    assertEquals("exit code 2, see the log of the driver", diagnostic(thrown));
  }

  @Test
  void inClusterModeAnInterruptedJobFails() {
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                end(
                    "cluster",
                    () -> {
                      throw new InterruptedException();
                    }));
    assertEquals("interrupted, nothing was written", thrown.getMessage());
  }
}
