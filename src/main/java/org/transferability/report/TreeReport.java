package org.transferability.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.transferability.report.text.Ansi;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.study.Json;

/**
 * The findings in a tree of features and targets.
 *
 * @param sets all feature sets
 * @param targets the labels of all datasets
 * @param findings errors, then warnings
 */
public record TreeReport(List<SetFound> sets, List<TargetsFound> targets, List<Finding> findings) {
  private static final int MOST_LINES = 30;

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
    return Json.text(this);
  }

  /** As text for people; the middle of a long list is omitted. */
  public String text(Terminal.Style style) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s of %s on %s, %,d rows, %,.1f MB%n",
            PlainText.count(sets.size(), "feature set"),
            PlainText.count(sets.stream().map(SetFound::source).distinct().count(), "source"),
            PlainText.count(sets.stream().map(SetFound::dataset).distinct().count(), "dataset"),
            sets.stream().mapToLong(SetFound::rows).sum(),
            sets.stream().mapToLong(SetFound::bytes).sum() / 1e6));
    text.append(setLines(style));
    for (TargetsFound dataset : targets) {
      text.append(
          String.format(
              Locale.ROOT,
              "Labels of %s: %,d rows, ids %s%n",
              PlainText.visible(dataset.dataset()),
              dataset.rows(),
              dataset.ids()));
      text.append(labelLines(dataset, style));
    }
    for (Finding finding : findings.subList(0, Math.min(MOST_LINES, findings.size()))) {
      boolean error = finding.severity() == Severity.ERROR;
      text.append(error ? Ansi.RED.on("error", style) : Ansi.YELLOW.on("warning", style));
      text.append(PlainText.visible(": " + finding.where() + ": " + finding.what())).append('\n');
      text.append(PlainText.visible("  fix: " + finding.fix())).append('\n');
    }
    if (findings.size() > MOST_LINES) {
      text.append(
          "and %,d more (--format json lists all)%n".formatted(findings.size() - MOST_LINES));
    }
    return text.append(
            findings.isEmpty()
                ? "Nothing to fix\n"
                : PlainText.count(errors(), "error")
                    + ", "
                    + PlainText.count(findings.size() - errors(), "warning")
                    + "\n")
        .toString();
  }

  private String setLines(Terminal.Style style) {
    TextTable table = new TextTable("llrrrllrrr", style);
    table.head(
        "source",
        "dataset",
        "files",
        "rows",
        "width",
        "features",
        "ids",
        "prediction",
        "not finite",
        "no labels");
    for (SetFound set : sets.subList(0, Math.min(MOST_LINES, sets.size()))) {
      table.add(
          set.source(),
          set.dataset(),
          number(set.files()),
          number(set.rows()),
          number(set.width()),
          set.encoding(),
          set.ids(),
          number(set.predictionWidth()),
          number(set.rowsNotFinite()),
          set.idsWithoutLabels() == null ? "-" : number(set.idsWithoutLabels()));
    }
    int more = sets.size() - MOST_LINES;
    return table.render("  ") + (more > 0 ? "  and %,d more%n".formatted(more) : "");
  }

  private static String labelLines(TargetsFound dataset, Terminal.Style style) {
    TextTable table = new TextTable("lrr", style);
    table.head("target", "outputs", "missing");
    for (LabelFound label :
        dataset.columns().subList(0, Math.min(MOST_LINES, dataset.columns().size()))) {
      table.add(label.name(), number(label.width()), number(label.missing()));
    }
    int more = dataset.columns().size() - MOST_LINES;
    return table.render("  ") + (more > 0 ? "  and %,d more%n".formatted(more) : "");
  }

  private static String number(long value) {
    return value < 0 ? "-" : String.format(Locale.ROOT, "%,d", value);
  }
}
