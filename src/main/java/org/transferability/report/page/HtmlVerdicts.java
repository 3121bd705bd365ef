package org.transferability.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.transferability.report.Measure;
import org.transferability.report.Ranking;
import org.transferability.report.RunRecord;
import org.transferability.report.ScoreTable;
import org.transferability.report.verdict.Candidate;
import org.transferability.report.verdict.Remark;
import org.transferability.report.verdict.Verdict;
import org.transferability.report.verdict.Verdicts;

/**
 * The verdicts in report.html, by target: those of the ranking of the run and, in a small table,
 * those of every other measure, because the page can rank by each of them.
 */
final class HtmlVerdicts {
  /** Up to this number of rows times measures, every measure ranks. */
  static final long MOST_RANKED = 500_000;

  /** The largest number of verdicts, each with a few hundred characters. */
  static final int MOST = 10_000;

  private final HtmlLayout layout;
  private final Map<String, Integer> sources = new HashMap<>();
  private final Map<List<String>, ArrayNode> byTarget = new HashMap<>();
  private final Map<List<String>, Ranking> leading = new HashMap<>();
  private int count;

  private HtmlVerdicts(HtmlLayout layout) {
    this.layout = layout;
    layout.sources().forEach(source -> sources.put(source, sources.size()));
  }

  static HtmlVerdicts of(
      HtmlLayout layout,
      ScoreTable table,
      List<Measure> preference,
      List<RunRecord.Skipped> skipped) {
    HtmlVerdicts verdicts = new HtmlVerdicts(layout);
    List<Ranking> own = Ranking.all(table, preference);
    own.forEach(r -> verdicts.leading.putIfAbsent(key(r.dataset(), r.target()), r));
    verdicts.add(own, skipped);
    List<Measure> measures = layout.measures();
    if ((long) table.rows().size() * measures.size() <= MOST_RANKED) {
      for (Measure measure : measures) {
        List<Measure> first = new ArrayList<>(List.of(measure));
        first.addAll(preference);
        List<Ranking> others =
            Ranking.all(table, first).stream()
                .filter(ranking -> ranking.by().equals(measure))
                .filter(ranking -> own.stream().noneMatch(known -> isSame(known, ranking)))
                .toList();
        verdicts.add(others, skipped);
      }
    }
    return verdicts;
  }

  private static boolean isSame(Ranking a, Ranking b) {
    return a.by().equals(b.by())
        && a.target().equals(b.target())
        && a.dataset().equals(b.dataset());
  }

  private static List<String> key(String dataset, String target) {
    return List.of(dataset, target);
  }

  private void add(List<Ranking> rankings, List<RunRecord.Skipped> skipped) {
    List<Ranking> some = rankings.subList(0, Math.min(rankings.size(), MOST - count));
    count += some.size();
    for (Verdict verdict : Verdicts.of(some, skipped).all()) {
      byTarget
          .computeIfAbsent(
              key(verdict.dataset(), verdict.target()),
              absent -> JsonNodeFactory.instance.arrayNode())
          .add(json(verdict));
    }
  }

  private ObjectNode json(Verdict verdict) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("by", layout.measures().indexOf(verdict.by()));
    node.put("standing", verdict.standing().toString());
    node.put("answer", verdict.answer());
    ArrayNode candidates = node.putArray("candidates");
    for (Candidate candidate : verdict.candidates()) {
      candidates.add(sources.get(candidate.source()));
    }
    ArrayNode remarks = node.putArray("remarks");
    for (Remark remark : verdict.remarks()) {
      remarks.addObject().put("kind", remark.kind().toString()).put("sentence", remark.sentence());
    }
    return node;
  }

  /** The ranking of the run for a target; of several, the first. */
  Ranking leading(HtmlLayout.Target target) {
    return leading.get(key(target.dataset(), target.name()));
  }

  /** The verdicts on a target, that of the run's ranking first; empty if there are too many. */
  ArrayNode of(HtmlLayout.Target target) {
    ArrayNode known = byTarget.get(key(target.dataset(), target.name()));
    return known == null ? JsonNodeFactory.instance.arrayNode() : known;
  }
}
