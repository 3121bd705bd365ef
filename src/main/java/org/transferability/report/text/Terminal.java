package org.transferability.report.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The capabilities of an output stream of the process.
 *
 * @param movesCursor whether it is a terminal, on which a line may be overwritten
 * @param style whether colours are used
 * @param width the characters of a line: the variable COLUMNS, which the scripts in jobs/ set for
 *     terminals; without it 80 on a terminal, and {@link #UNLIMITED} in a file or a pipe
 */
public record Terminal(boolean movesCursor, Style style, int width) {
  /** Nothing is shortened. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int USUAL = 80;
  private static final int NARROWEST = 40;

  /** Plain text, or with the colours of ANSI terminals. */
  public enum Style {
    PLAIN,
    COLOUR
  }

  /** A file or a pipe. */
  public static final Terminal NONE = new Terminal(false, Style.PLAIN, UNLIMITED);

  /** Standard output. */
  public static Terminal ofOutput() {
    return of(isTerminal(1), System.getenv());
  }

  /** Standard error. */
  public static Terminal ofError() {
    return of(isTerminal(2), System.getenv());
  }

  static Terminal of(boolean terminal, Map<String, String> environment) {
    boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
    // no-color.org: any value but the empty one turns colours off
    boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean able = terminal && !dumb;
    return new Terminal(
        able, able && !noColour ? Style.COLOUR : Style.PLAIN, width(terminal, environment));
  }

  /** At least 40: a table needs that. */
  private static int width(boolean terminal, Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    if (columns.matches("[1-9][0-9]{0,5}")) {
      return Math.max(NARROWEST, Integer.parseInt(columns));
    }
    return terminal ? USUAL : UNLIMITED;
  }

  /**
   * System.console() shows only whether input and output together are a terminal, and nothing about
   * standard error; Linux shows the type of each descriptor.
   */
  @SuppressWarnings(
      "SystemConsoleNull") // not null without a terminal from Java 22 on; Spark: 17, 21
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    if (Files.isSymbolicLink(link)) {
      try {
        String device = Files.readSymbolicLink(link).toString();
        return device.startsWith("/dev/pts/")
            || device.startsWith("/dev/tty")
            || device.equals("/dev/console");
      } catch (IOException e) {
        return false;
      }
    }
    return System.console() != null;
  }
}
