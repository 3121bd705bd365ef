package org.transferability.report;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.transferability.report.text.Ansi;
import org.transferability.report.text.Progress;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Cell;
import org.transferability.study.Json;

/**
 * The estimated cost of a run, by the cost model of docs/benchmark.md.
 *
 * @param sets feature sets
 * @param pairs pairs of a feature set and a target
 * @param rows of all sets together
 * @param widest features of the widest set
 * @param outputs of all targets of the dataset that has most
 * @param bytesRead of the columns that are read
 * @param tasks that read the sets; several small sets share one
 * @param flops of tasks: scatter and cross-products
 * @param bytesMoved moments that tasks send
 * @param bytesToDriver moments that the driver receives; executors merge those of sets of many
 *     chunks
 * @param solveFlops of the driver
 * @param taskMemory bytes of moments, block and pages of one task, at the widest set
 * @param driverMemory bytes of moments and solutions in flight on the driver
 * @param cores on which tasks run
 * @param flopsPerSecond of one core, measured here
 * @param startSeconds from the command to the first task
 * @param seconds estimated, with the start
 */
public record PlanReport(
    int sets,
    long pairs,
    long rows,
    int widest,
    int outputs,
    long bytesRead,
    long tasks,
    double flops,
    double bytesMoved,
    double bytesToDriver,
    double solveFlops,
    double taskMemory,
    double driverMemory,
    int cores,
    double flopsPerSecond,
    double startSeconds,
    double seconds) {

  /** As one JSON document. */
  public String json() throws IOException {
    return Json.text(this);
  }

  /** As a table for people. */
  public String text(Terminal.Style style) {
    TextTable table = new TextTable("lrl", style);
    add(
        table,
        "rows",
        "%,d".formatted(rows),
        "of %,d feature sets, up to %,d features".formatted(sets, widest));
    add(
        table,
        "outputs",
        "%,d".formatted(outputs),
        "%,d pairs of a set and a target".formatted(pairs));
    add(table, "read", bytes((double) bytesRead), "in %,d tasks".formatted(tasks));
    add(
        table,
        "tasks compute",
        flops(flops),
        "%s a core, measured; %d cores".formatted(flops(flopsPerSecond) + "/s", cores));
    add(
        table,
        "moved",
        bytes(bytesMoved),
        "moments from tasks; the driver receives %s".formatted(bytes(bytesToDriver)));
    add(table, "driver computes", flops(solveFlops), "factorisations");
    add(
        table,
        "memory of a task",
        bytes(taskMemory),
        "moments, rows and pages, without Spark's own");
    add(
        table,
        "memory of the driver",
        bytes(driverMemory),
        "moments and solutions in flight, without labels");
    add(
        table,
        "time",
        Progress.duration(seconds),
        "%s of it to start; if storage is fast enough; see docs/benchmark.md"
            .formatted(Progress.duration(startSeconds)));
    return "Plan (only listings and footers were read):\n" + table.render("  ");
  }

  private static void add(TextTable table, String what, String value, String note) {
    table.add(List.of(new Cell(what, Ansi.FAINT), new Cell(value, Ansi.BOLD), Cell.of(note)));
  }

  private static String bytes(double bytes) {
    return scaled(bytes, "B");
  }

  private static String flops(double flops) {
    return scaled(flops, "F");
  }

  /** Three digits and a power of 1000. */
  private static String scaled(double value, String unit) {
    String prefixes = " kMGTPE";
    int power = 0;
    double rest = value;
    while (rest >= 999.5 && power < prefixes.length() - 1) {
      rest /= 1000;
      power++;
    }
    String prefix = power == 0 ? "" : prefixes.substring(power, power + 1);
    return String.format(
        Locale.ROOT, rest >= 99.95 || power == 0 ? "%.0f %s%s" : "%.1f %s%s", rest, prefix, unit);
  }
}
