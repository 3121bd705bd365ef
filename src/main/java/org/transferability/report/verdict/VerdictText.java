package org.transferability.report.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transferability.report.Measure;
import org.transferability.report.text.Ansi;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Terminal;

/** The verdicts of a run for the console: one paragraph for each target. */
public final class VerdictText {
  private static final String INDENT = "  ";

  private final Terminal terminal;
  private final int most;

  /**
   * @param most the largest number of targets; the others are counted
   */
  public VerdictText(Terminal terminal, int most) {
    this.terminal = terminal;
    this.most = most;
  }

  /**
   * All paragraphs, then what holds for all of them.
   *
   * @param where all verdicts are, for readers of a shortened list
   */
  public String text(Verdicts verdicts, String where) {
    List<Verdict> all = verdicts.all();
    if (all.isEmpty()) {
      return "";
    }
    Optional<String> dataset = only(all.stream().map(Verdict::dataset).distinct().toList());
    Optional<Measure> by = only(all.stream().map(Verdict::by).distinct().toList());
    StringBuilder text = new StringBuilder("\n");
    text.append(
        line(
            (all.size() == 1 ? "Verdict" : "Verdicts")
                + dataset.map(name -> " for " + name).orElse("")
                + by.map(measure -> ", by " + measure).orElse("")
                + ":"));
    List<String> common = common(all);
    for (Verdict verdict : all.subList(0, Math.min(most, all.size()))) {
      String name =
          (dataset.isPresent() ? "" : verdict.dataset() + " / ")
              + verdict.target()
              + (by.isPresent() ? "" : " (by " + verdict.by() + ")");
      text.append(paragraph(name, verdict, common));
    }
    List<Verdict> more = all.subList(Math.min(most, all.size()), all.size());
    if (!more.isEmpty()) {
      text.append(
          PlainText.wrapped(
              "and %s (%s), all in %s"
                  .formatted(
                      PlainText.count(more.size(), "more target"), Verdicts.counts(more), where),
              terminal.width(),
              INDENT,
              INDENT + INDENT));
    }
    common.forEach(sentence -> text.append(line("For all targets: " + sentence)));
    if (all.size() > 1) {
      text.append(line(verdicts.summary() + "."));
    }
    if (verdicts.hasChances()) {
      text.append(line(Verdicts.ABOUT_SCORE));
    }
    return text.toString();
  }

  private String paragraph(String name, Verdict verdict, List<String> common) {
    List<String> sentences = new ArrayList<>(verdict.sentences());
    sentences.removeAll(common);
    String start = PlainText.visible(name) + ":";
    String lines =
        PlainText.wrapped(
            start + " " + String.join(" ", sentences), terminal.width(), INDENT, INDENT + INDENT);
    String plain = INDENT + start;
    return lines.startsWith(plain)
        ? INDENT + Ansi.BOLD.on(start, terminal.style()) + lines.substring(plain.length())
        : lines;
  }

  /** Remarks that are the same for all of several targets, which are printed once. */
  private static List<String> common(List<Verdict> all) {
    if (all.size() < 2) {
      return List.of();
    }
    return all.get(0).remarks().stream()
        .filter(remark -> all.stream().allMatch(verdict -> verdict.remarks().contains(remark)))
        .map(Remark::sentence)
        .toList();
  }

  private static <T> Optional<T> only(List<T> different) {
    return different.size() == 1 ? Optional.of(different.get(0)) : Optional.empty();
  }

  private String line(String text) {
    return PlainText.wrapped(text, terminal.width(), "", INDENT);
  }
}
