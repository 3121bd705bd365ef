package org.transferability.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.study.InputException;

/** Exit codes and what is printed with them. */
final class ExitsTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int exitOf(Throwable thrown) {
    return Exits.of(
        new PrintStream(printed, true, StandardCharsets.UTF_8),
        () -> {
          if (thrown instanceof Error error) {
            throw error;
          }
          throw (Exception) thrown;
        });
  }

  private long lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().count();
  }

  @Test
  void aFullDiskIsReportedInOneLineAtAnyDepthOfCauses() {
    int code =
        exitOf(
            new IllegalStateException(
                "Spark could not finish", new IOException("No space left on device")));
    assertEquals(ExitCode.INTERNAL, code);
    assertEquals(1, lines());
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("a disk is full"));
  }

  @Test
  void aLibraryThatCannotBeLoadedIsOneLineWithTheSetting() {
    for (Throwable thrown :
        List.of(
            new UnsatisfiedLinkError("/tmp/libsnappyjava.so: failed to map segment"),
            new IllegalStateException(
                "Job aborted: java.lang.UnsatisfiedLinkError: /tmp/libzstd.so (executor 1)"))) {
      printed.reset();
      assertEquals(ExitCode.INTERNAL, exitOf(thrown));
      assertEquals(1, lines());
      assertTrue(printed.toString(StandardCharsets.UTF_8).contains("TMPDIR=DIR"));
    }
  }

  @Test
  void aWrongInputIsOneLine() {
    int code = exitOf(new InputException("Cannot read x: expected y, found z"));
    assertEquals(ExitCode.USAGE, code);
    assertEquals(1, lines());
  }

  @Test
  void anInternalErrorIsPrintedWithItsStackTrace() {
    int code = exitOf(new IllegalStateException("unexpected"));
    assertEquals(ExitCode.INTERNAL, code);
    assertTrue(lines() > 2);
  }
}
