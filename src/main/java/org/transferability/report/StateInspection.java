package org.transferability.report;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.transferability.report.text.Ansi;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Cell;
import org.transferability.study.Json;

/**
 * A summary of state files.
 *
 * @param files in the order of their names
 */
public record StateInspection(List<Kept> files) {
  private static final int MOST_LINES = 50;

  /**
   * One file: the moments of one feature set.
   *
   * @param folds the number of folds
   * @param featureFiles the number of feature files
   * @param counts numbers of rows, by how they were treated
   * @param sections bytes by name
   */
  public record Kept(
      String file,
      String source,
      String dataset,
      int folds,
      int featureFiles,
      Map<String, String> identity,
      Map<String, String> options,
      Map<String, Long> counts,
      Map<String, Long> sections) {}

  public StateInspection {
    files = List.copyOf(files);
  }

  /** As one JSON document. */
  public String json() throws IOException {
    return Json.text(this);
  }

  /** As text for people. */
  public String text(Terminal.Style style) {
    StringBuilder text = new StringBuilder(PlainText.count(files.size(), "state file") + "\n");
    TextTable table = new TextTable("llrrrrr", style);
    table.head("source", "dataset", "folds", "files", "rows read", "joined", "MB");
    for (Kept kept : files.subList(0, Math.min(MOST_LINES, files.size()))) {
      long bytes = kept.sections().values().stream().mapToLong(b -> b).sum();
      table.add(
          kept.source(),
          kept.dataset(),
          Integer.toString(kept.folds()),
          Integer.toString(kept.featureFiles()),
          count(kept, "read"),
          count(kept, "joined"),
          String.format(Locale.ROOT, "%.1f", bytes / 1e6));
    }
    text.append(table.render("  "));
    if (files.size() > MOST_LINES) {
      text.append("  and %,d more\n".formatted(files.size() - MOST_LINES));
    }
    if (files.size() == 1) {
      TextTable details = new TextTable("ll", style);
      for (Map<String, String> part : List.of(files.get(0).identity(), files.get(0).options())) {
        part.forEach((k, v) -> details.add(List.of(new Cell(k, Ansi.FAINT), Cell.of(v))));
      }
      text.append(details.render("  "));
    }
    return text.toString();
  }

  private static String count(Kept kept, String name) {
    Long rows = kept.counts().get(name);
    return rows == null ? "-" : String.format(Locale.ROOT, "%,d", rows);
  }
}
