package org.transferability.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Align;
import org.transferability.report.text.TextTable.Cell;

/**
 * A summary of state files.
 *
 * @param files in the order of their names
 */
public record StateInspection(List<Kept> files) {
  private static final int MOST_LINES = 50;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

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
    return JSON.writeValueAsString(this) + "\n";
  }

  /** As text for people. */
  public String text(Terminal.Style style) {
    StringBuilder text = new StringBuilder();
    TextTable table =
        new TextTable(
            List.of(
                Align.LEFT,
                Align.LEFT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT),
            style);
    table.add(
        List.of("source", "dataset", "folds", "files", "rows read", "joined", "MB").stream()
            .map(name -> new Cell(name, "2"))
            .toList());
    for (Kept kept : files.subList(0, Math.min(MOST_LINES, files.size()))) {
      table.add(
          List.of(
              Cell.of(kept.source()),
              Cell.of(kept.dataset()),
              Cell.of(Integer.toString(kept.folds())),
              Cell.of(Integer.toString(kept.featureFiles())),
              Cell.of(count(kept, "read")),
              Cell.of(count(kept, "joined")),
              Cell.of(
                  String.format(
                      Locale.ROOT,
                      "%.1f",
                      kept.sections().values().stream().mapToLong(b -> b).sum() / 1e6))));
    }
    text.append("%,d state file%s\n".formatted(files.size(), files.size() == 1 ? "" : "s"));
    text.append(table.render("  "));
    if (files.size() > MOST_LINES) {
      text.append("  and %,d more\n".formatted(files.size() - MOST_LINES));
    }
    if (files.size() == 1) {
      Kept only = files.get(0);
      TextTable details = new TextTable(List.of(Align.LEFT, Align.LEFT), style);
      only.identity().forEach((k, v) -> details.add(List.of(new Cell(k, "2"), Cell.of(v))));
      only.options().forEach((k, v) -> details.add(List.of(new Cell(k, "2"), Cell.of(v))));
      text.append(details.render("  "));
    }
    return text.toString();
  }

  private static String count(Kept kept, String name) {
    Long rows = kept.counts().get(name);
    return rows == null ? "-" : String.format(Locale.ROOT, "%,d", rows);
  }
}
