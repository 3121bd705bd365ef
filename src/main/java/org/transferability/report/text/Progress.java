package org.transferability.report.text;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The progress of a run on standard error. On a terminal one line is overwritten: a bar, the
 * finished feature sets, their rate and the remaining time. Otherwise a plain line is printed at
 * most every ten seconds, and one at the end. All methods may be called from several threads.
 */
public final class Progress implements AutoCloseable {
  /** How progress is shown. */
  public enum Mode {
    BAR,
    LINES,
    NONE
  }

  private static final long SECOND = 1_000_000_000L;
  private static final int BAR_WIDTH = 24;

  private final PrintStream out;
  private final Mode mode;
  private final LongSupplier nanoTime;
  private final long total;
  private final String what;
  private final long started;
  private long done;
  private long shown;
  private long said = -1; // the count of the last plain line
  private int drawn; // characters of the line on the terminal
  private boolean closed;

  Progress(PrintStream out, Mode mode, long total, String what, LongSupplier nanoTime) {
    this.out = out;
    this.mode = mode;
    this.total = total;
    this.what = what;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.shown = started;
  }

  /**
   * Starts counting.
   *
   * @param total the total number
   * @param what the plural name of the items: {@code feature sets}
   */
  public static Progress start(PrintStream out, Mode mode, long total, String what) {
    Progress progress = new Progress(out, mode, total, what, System::nanoTime);
    progress.refresh();
    return progress;
  }

  /** The mode for standard error of this process, unless it is quiet. */
  public static Mode modeFor(Terminal terminal) {
    return terminal.movesCursor() ? Mode.BAR : Mode.LINES;
  }

  /** Adds to the number of finished items. */
  public synchronized void advance(long count) {
    done += count;
    long now = nanoTime.getAsLong();
    long pause = mode == Mode.BAR ? SECOND / 10 : 10 * SECOND;
    if (now - shown >= pause) {
      shown = now;
      refresh();
    }
  }

  /** Prints a permanent line above the bar. It is a message, so it is printed in every mode. */
  public synchronized void message(String line) {
    erase();
    out.println(line);
    if (!closed) {
      refreshBar();
    }
  }

  /** Ends: removes the bar, or prints the total as a plain line. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      erase();
      if (mode == Mode.LINES && said != done) {
        out.println(line());
      }
      out.flush();
    }
  }

  private synchronized void refresh() {
    if (closed) {
      return;
    }
    if (mode == Mode.LINES && done > 0) {
      out.println(line());
      said = done;
    }
    refreshBar();
  }

  private void refreshBar() {
    if (mode == Mode.BAR) {
      String text = bar() + " " + line();
      out.print("\r" + text + " ".repeat(Math.max(0, drawn - text.length())));
      out.flush();
      drawn = text.length();
    }
  }

  private void erase() {
    if (drawn > 0) {
      out.print("\r" + " ".repeat(drawn) + "\r");
      drawn = 0;
    }
  }

  private String bar() {
    int full = total == 0 ? BAR_WIDTH : (int) (BAR_WIDTH * Math.min(done, total) / total);
    return "[" + "#".repeat(full) + "-".repeat(BAR_WIDTH - full) + "]";
  }

  private String line() {
    double seconds = (nanoTime.getAsLong() - started) / (double) SECOND;
    String text = done + "/" + total + " " + what;
    if (done == 0 || seconds <= 0) {
      return text;
    }
    text += ", " + rate(done / seconds);
    return done < total
        ? text + ", " + duration(seconds / done * (total - done)) + " left"
        : text + ", took " + duration(seconds);
  }

  private static String rate(double perSecond) {
    return perSecond >= 1
        ? String.format(Locale.ROOT, "%.1f/s", perSecond)
        : String.format(Locale.ROOT, "%.1f/min", perSecond * 60);
  }

  /** {@code 4.2s}, {@code 3m05s} or {@code 2h07m}. */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return String.format(Locale.ROOT, "%.1fs", Math.min(seconds, 59.9));
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%dh%02dm", whole / 3600, whole / 60 % 60);
  }
}
