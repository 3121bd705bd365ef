package org.transferability.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Align;
import org.transferability.report.text.TextTable.Cell;

/**
 * The findings in a tree of features and targets.
 *
 * @param sets all feature sets
 * @param targets the labels of all datasets
 * @param findings errors, then warnings
 */
public record TreeReport(List<SetFound> sets, List<TargetsFound> targets, List<Finding> findings) {
  private static final int MOST_LINES = 30;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /**
   * One feature set; unknown numbers are -1.
   *
   * @param encoding of the features in the files
   * @param ids kind of ids
   * @param rowsNotFinite rows with NaN, infinity or null in the features
   * @param idsWithoutLabels rows whose id has no labels; null if nothing is joined
   * @param labelsWithoutFeatures labels whose id has no features here; null if nothing is joined
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SetFound(
      String source,
      String dataset,
      int files,
      long bytes,
      long rows,
      int width,
      String encoding,
      String ids,
      int predictionWidth,
      long rowsNotFinite,
      Long idsWithoutLabels,
      Long labelsWithoutFeatures) {}

  /** The labels of one dataset. */
  public record TargetsFound(
      String dataset, int files, long rows, String ids, List<LabelFound> columns) {}

  /** One column of labels, and the number of rows in which it is missing. */
  public record LabelFound(String name, int width, long missing) {}

  /** The severity of a finding. */
  public enum Severity {
    /** jobs/score refuses it. */
    ERROR,
    /** jobs/score runs, but the result may be unexpected. */
    WARNING
  }

  /**
   * One finding.
   *
   * @param where a set, a dataset or a file
   * @param what the problem
   * @param fix the remedy
   */
  public record Finding(Severity severity, String where, String what, String fix) {}

  public TreeReport {
    sets = List.copyOf(sets);
    targets = List.copyOf(targets);
    findings = findings.stream().sorted((a, b) -> a.severity().compareTo(b.severity())).toList();
  }

  public long errors() {
    return findings.stream().filter(f -> f.severity() == Severity.ERROR).count();
  }

  /** As one JSON document. */
  public String json() throws IOException {
    return JSON.writeValueAsString(this) + "\n";
  }

  /** As text for people; the middle of a long list is omitted. */
  public String text(Terminal.Style style) {
    StringBuilder text = new StringBuilder();
    long rows = sets.stream().mapToLong(SetFound::rows).sum();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d feature set%s of %,d source%s on %,d dataset%s, %,d rows, %,.1f MB%n",
            sets.size(),
            plural(sets.size()),
            count(sets.stream().map(SetFound::source).toList()),
            plural(count(sets.stream().map(SetFound::source).toList())),
            count(sets.stream().map(SetFound::dataset).toList()),
            plural(count(sets.stream().map(SetFound::dataset).toList())),
            rows,
            sets.stream().mapToLong(SetFound::bytes).sum() / 1e6));
    text.append(setLines(style));
    for (TargetsFound dataset : targets) {
      text.append(
          String.format(
              Locale.ROOT,
              "Labels of %s: %,d rows, ids %s%n",
              dataset.dataset(),
              dataset.rows(),
              dataset.ids()));
      text.append(labelLines(dataset, style));
    }
    for (Finding finding : findings.subList(0, Math.min(MOST_LINES, findings.size()))) {
      boolean error = finding.severity() == Severity.ERROR;
      text.append(coloured(error ? "error" : "warning", error ? "31" : "33", style));
      text.append(": ").append(finding.where()).append(": ").append(finding.what()).append('\n');
      text.append("  fix: ").append(finding.fix()).append('\n');
    }
    if (findings.size() > MOST_LINES) {
      text.append(
          "and %,d more (--format json lists all)%n".formatted(findings.size() - MOST_LINES));
    }
    long warnings = findings.size() - errors();
    return text.append(
            findings.isEmpty()
                ? "Nothing to fix\n"
                : "%,d error%s, %,d warning%s%n"
                    .formatted(errors(), plural(errors()), warnings, plural(warnings)))
        .toString();
  }

  private String setLines(Terminal.Style style) {
    TextTable table =
        new TextTable(
            List.of(
                Align.LEFT,
                Align.LEFT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT,
                Align.LEFT,
                Align.LEFT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT),
            style);
    List<Cell> head = new ArrayList<>();
    for (String name :
        List.of(
            "source",
            "dataset",
            "files",
            "rows",
            "width",
            "features",
            "ids",
            "prediction",
            "not finite",
            "no labels")) {
      head.add(new Cell(name, "2"));
    }
    table.add(head);
    for (SetFound set : sets.subList(0, Math.min(MOST_LINES, sets.size()))) {
      table.add(
          List.of(
              Cell.of(set.source()),
              Cell.of(set.dataset()),
              Cell.of(number(set.files())),
              Cell.of(number(set.rows())),
              Cell.of(number(set.width())),
              Cell.of(set.encoding()),
              Cell.of(set.ids()),
              Cell.of(number(set.predictionWidth())),
              Cell.of(number(set.rowsNotFinite())),
              Cell.of(set.idsWithoutLabels() == null ? "-" : number(set.idsWithoutLabels()))));
    }
    int more = sets.size() - MOST_LINES;
    return table.render("  ") + (more > 0 ? "  and %,d more%n".formatted(more) : "");
  }

  private static String labelLines(TargetsFound dataset, Terminal.Style style) {
    TextTable table = new TextTable(List.of(Align.LEFT, Align.RIGHT, Align.RIGHT), style);
    table.add(List.of(new Cell("target", "2"), new Cell("outputs", "2"), new Cell("missing", "2")));
    for (LabelFound label :
        dataset.columns().subList(0, Math.min(MOST_LINES, dataset.columns().size()))) {
      table.add(
          List.of(
              Cell.of(label.name()),
              Cell.of(number(label.width())),
              Cell.of(number(label.missing()))));
    }
    int more = dataset.columns().size() - MOST_LINES;
    return table.render("  ") + (more > 0 ? "  and %,d more%n".formatted(more) : "");
  }

  private static String coloured(String text, String code, Terminal.Style style) {
    return style == Terminal.Style.COLOUR ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private static long count(List<String> names) {
    return names.stream().distinct().count();
  }

  private static String plural(long count) {
    return count == 1 ? "" : "s";
  }

  private static String number(long value) {
    return value < 0 ? "-" : String.format(Locale.ROOT, "%,d", value);
  }
}
