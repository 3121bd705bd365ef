package org.transferability.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.transferability.report.text.Ansi;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Progress;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Cell;
import org.transferability.study.Json;

/**
 * A summary of a finished run from its files: options, inputs, times, rankings.
 *
 * @param run run.json
 * @param scores the lines of scores.csv by the names of its columns
 * @param most the largest number of sources shown for each target
 */
public record RunInspection(JsonNode run, List<Map<String, String>> scores, int most) {
  public RunInspection {
    scores = List.copyOf(scores);
  }

  /** {@code linear-mse 0}: an estimator and its penalty. */
  private static String measure(Map<String, String> row) {
    return (row.get("estimator") + " " + row.getOrDefault("lambda", "")).strip();
  }

  /** The estimators with their penalties, in the order of the file. */
  public List<String> measures() {
    return scores.stream().map(RunInspection::measure).distinct().toList();
  }

  /** The measure that ranked in the run; the first of the file if the run did not record it. */
  public String rankedBy() {
    String recorded = run.at("/options/rank-by").asText();
    return measures().contains(recorded) ? recorded : measures().get(0);
  }

  /** The rows of each dataset and target by one measure, best first; NaN last. */
  private Map<String, List<Map<String, String>>> rankings(String by) {
    Map<String, List<Map<String, String>>> rankings = new TreeMap<>();
    for (Map<String, String> row : scores) {
      if (measure(row).equals(by)) {
        rankings
            .computeIfAbsent(row.get("dataset") + " / " + row.get("target"), t -> new ArrayList<>())
            .add(row);
      }
    }
    Comparator<Map<String, String>> worstFirst =
        Comparator.comparingDouble(
            row -> {
              double score = Double.parseDouble(row.get("score"));
              return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
            });
    rankings.values().forEach(rows -> rows.sort(worstFirst.reversed()));
    return rankings;
  }

  /** The number of scores with each label in the column flags or notes. */
  private Map<String, Integer> count(String column) {
    Map<String, Integer> flags = new TreeMap<>();
    for (Map<String, String> row : scores) {
      for (String flag : row.getOrDefault(column, "").split(";", -1)) {
        if (!flag.isEmpty()) {
          flags.merge(flag.replaceFirst("=.*", ""), 1, Integer::sum);
        }
      }
    }
    return flags;
  }

  /** As one JSON document: run.json, the rankings by one measure, the flags and notes. */
  public String json(String by) throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.set("run", run);
    root.put("ranked_by", by);
    root.set("rankings", Json.MAPPER.valueToTree(rankings(by)));
    root.set("flags", Json.MAPPER.valueToTree(count("flags")));
    root.set("notes", Json.MAPPER.valueToTree(count("notes")));
    return Json.text(root);
  }

  /** As text for people. */
  public String text(String by, Terminal.Style style) {
    StringBuilder text = new StringBuilder();
    text.append(
        line(
            "Run of %s, %s to %s, exit code %s"
                .formatted(
                    run.at("/versions/tool").asText("?"),
                    run.path("started").asText("?"),
                    run.path("finished").asText("?"),
                    run.path("exit_code").asText("?"))));
    text.append(options(style)).append(inputs()).append(steps(style));
    for (JsonNode warning : run.path("warnings")) {
      text.append(line("warning: " + warning.asText()));
    }
    for (JsonNode skipped : run.path("skipped")) {
      text.append(
          line(
              "skipped: %s on %s: %s"
                  .formatted(
                      skipped.path("source").asText(),
                      skipped.path("dataset").asText(),
                      skipped.path("reason").asText())));
    }
    rankings(by).forEach((target, rows) -> text.append(ranking(target, by, rows, style)));
    text.append('\n');
    text.append(line("%,d scores by %s".formatted(scores.size(), String.join(", ", measures()))));
    count("flags")
        .forEach((flag, count) -> text.append(line("flag %s: %,d scores".formatted(flag, count))));
    count("notes")
        .forEach((note, count) -> text.append(line("note %s: %,d scores".formatted(note, count))));
    return text.toString();
  }

  private static String line(String text) {
    return PlainText.visible(text) + "\n";
  }

  private String options(Terminal.Style style) {
    TextTable table = new TextTable("ll", style);
    for (Map.Entry<String, JsonNode> option : run.path("options").properties()) {
      JsonNode value = option.getValue();
      table.add(
          List.of(
              new Cell(option.getKey(), Ansi.FAINT),
              Cell.of(value.isValueNode() ? value.asText() : value.toString())));
    }
    return table.render("  ");
  }

  private String inputs() {
    int sets = 0;
    long rows = 0;
    long joined = 0;
    long bytes = 0;
    for (JsonNode input : run.path("inputs")) {
      if (input.path("kind").asText().equals("features")) {
        sets++;
        rows += input.path("rows").asLong();
        joined += input.path("rows_joined").asLong();
        bytes += input.path("bytes").asLong();
      }
    }
    return String.format(
        Locale.ROOT,
        "Read %,d feature sets: %,d rows, %,d joined, %,.1f MB%n",
        sets,
        rows,
        joined,
        bytes / 1e6);
  }

  private String steps(Terminal.Style style) {
    TextTable table = new TextTable("lr", style);
    for (JsonNode step : run.path("steps")) {
      table.add(
          List.of(
              new Cell(step.path("name").asText(), Ansi.FAINT),
              Cell.of(Progress.duration(step.path("seconds").asDouble()))));
    }
    return "Steps (they overlap; task times are summed)\n" + table.render("  ");
  }

  private String ranking(
      String target, String by, List<Map<String, String>> rows, Terminal.Style style) {
    TextTable table = new TextTable("rlrrrrl", style);
    table.head("", "source", "score", "low", "high", "p_top1", "flags");
    for (int place = 0; place < Math.min(most, rows.size()); place++) {
      Map<String, String> row = rows.get(place);
      table.add(
          List.of(
              Cell.of(Integer.toString(place + 1)),
              new Cell(row.get("source"), place == 0 ? Ansi.BOLD : Ansi.PLAIN),
              Cell.of(number(row.get("score"))),
              Cell.of(number(row.get("low"))),
              Cell.of(number(row.get("high"))),
              Cell.of(number(row.get("p_top1"))),
              new Cell(row.getOrDefault("flags", ""), Ansi.YELLOW)));
    }
    int more = rows.size() - most;
    StringBuilder text = new StringBuilder("\n");
    return text.append(line(target + "  ranked by " + by))
        .append(table.render("  "))
        .append(more > 0 ? "  and %d more\n".formatted(more) : "")
        .toString();
  }

  /** Six digits; empty if the column is missing or empty. */
  private static String number(String text) {
    if (text == null || text.isEmpty()) {
      return "-";
    }
    double value = Double.parseDouble(text);
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.6g", value);
  }
}
