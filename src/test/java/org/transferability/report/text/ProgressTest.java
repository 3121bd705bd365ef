package org.transferability.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now;

  @Test
  void drawsOverItsLineOnATerminal() {
    Progress progress = progress(Progress.Mode.BAR, 4);
    pass(2);
    progress.advance(1);
    assertEquals("\r[######------------------] 1/4 sets, 30.0/min, 6.0s left", text());
    bytes.reset();
    progress.message("careful");
    String line = "[######------------------] 1/4 sets, 30.0/min, 6.0s left";
    assertEquals("\r" + " ".repeat(line.length()) + "\rcareful\n\r" + line, text());
    bytes.reset();
    progress.close();
    progress.close();
    assertTrue(text().matches("\r *\r"));
  }

  @Test
  void saysLittleElsewhere() {
    Progress progress = progress(Progress.Mode.LINES, 100);
    for (int i = 0; i < 100; i++) {
      pass(0.25);
      progress.advance(1);
    }
    progress.close();
    assertEquals(
        """
        40/100 sets, 4.0/s, 15.0s left
        80/100 sets, 4.0/s, 5.0s left
        100/100 sets, 4.0/s, took 25.0s
        """,
        text());
  }

  @Test
  void saysTheTotalOnce() {
    Progress progress = progress(Progress.Mode.LINES, 2);
    pass(20);
    progress.advance(2);
    progress.close();
    assertEquals("2/2 sets, 6.0/min, took 20.0s\n", text());
  }

  @Test
  void saysOnlyMessagesWhenQuiet() {
    Progress progress = progress(Progress.Mode.NONE, 2);
    pass(60);
    progress.advance(2);
    progress.message("careful");
    progress.close();
    assertEquals("careful\n", text());
  }

  @Test
  void writesTimesForPeople() {
    assertEquals("0.3s", Progress.duration(0.3));
    assertEquals("59.4s", Progress.duration(59.4));
    assertEquals("1m00s", Progress.duration(59.9));
    assertEquals("3m05s", Progress.duration(185));
    assertEquals("2h07m", Progress.duration(7629));
  }

  @Test
  void coloursOnlyOnATerminalThatWantsThem() {
    assertEquals(new Terminal(true, Terminal.Style.COLOUR, 80), Terminal.of(true, Map.of()));
    assertEquals(
        new Terminal(true, Terminal.Style.PLAIN, 80), Terminal.of(true, Map.of("NO_COLOR", "1")));
    assertEquals(
        new Terminal(true, Terminal.Style.COLOUR, 80), Terminal.of(true, Map.of("NO_COLOR", "")));
    assertEquals(
        new Terminal(false, Terminal.Style.PLAIN, 80), Terminal.of(true, Map.of("TERM", "dumb")));
    assertEquals(Terminal.NONE, Terminal.of(false, Map.of()));
  }

  @Test
  void columnsDecideTheWidthOfALine() {
    assertEquals(132, Terminal.of(true, Map.of("COLUMNS", "132")).width());
    assertEquals(100, Terminal.of(false, Map.of("COLUMNS", "100")).width());
    assertEquals(40, Terminal.of(true, Map.of("COLUMNS", "1")).width());
    assertEquals(80, Terminal.of(true, Map.of("COLUMNS", "0")).width());
    assertEquals(Terminal.UNLIMITED, Terminal.of(false, Map.of("COLUMNS", "")).width());
  }

  private Progress progress(Progress.Mode mode, long total) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Progress(out, mode, total, "sets", () -> now);
  }

  private void pass(double seconds) {
    now += (long) (seconds * 1e9);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
