package org.transferability.report.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.transferability.evaluate.MeasuredPair;
import org.transferability.evaluate.Pair;
import org.transferability.evaluate.ScoredPair;
import org.transferability.report.text.Ansi;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Cell;

/** The ranking of the sources of each target by one estimator, with their measured errors. */
public final class MeasuredRanking {
  private final List<String> transfers;
  private final Map<Pair, Map<String, Double>> measured = new HashMap<>();
  private final Terminal.Style style;

  /**
   * A ranking with measured errors.
   *
   * @param measured errors, smaller is better
   */
  public MeasuredRanking(Collection<MeasuredPair> measured, Terminal.Style style) {
    this.style = style;
    this.transfers = measured.stream().map(MeasuredPair::transfer).distinct().toList();
    for (MeasuredPair row : measured) {
      this.measured
          .computeIfAbsent(row.pair(), pair -> new HashMap<>())
          .put(row.transfer(), row.value());
    }
  }

  /**
   * One table a target, best score first; in brackets the place of each error among the sources.
   *
   * @param scored the scores of one estimator
   * @param most the largest number of sources of a table
   */
  public String text(String estimator, Collection<ScoredPair> scored, int most) {
    Map<List<String>, List<ScoredPair>> targets =
        new TreeMap<>(Comparator.comparing(List::toString));
    for (ScoredPair row : scored) {
      targets
          .computeIfAbsent(
              List.of(row.pair().dataset(), row.pair().target()), key -> new ArrayList<>())
          .add(row);
    }
    StringBuilder text = new StringBuilder();
    targets.forEach(
        (key, rows) -> {
          text.append('\n').append(PlainText.visible(String.join(" / ", key)));
          text.append(": ranked by ").append(estimator);
          text.append("; measured errors, place in brackets\n");
          List<ScoredPair> ranked =
              rows.stream()
                  .sorted(Comparator.comparingDouble(ScoredPair::score).reversed())
                  .toList();
          text.append(table(ranked, most).render("  "));
          int more = ranked.size() - most;
          text.append(more > 0 ? "  and " + more + " more\n" : "");
          text.append(sentence(ranked));
        });
    return text.toString();
  }

  /** The places of the first source by measured error. */
  private String sentence(List<ScoredPair> ranked) {
    Pair first = ranked.get(0).pair();
    String places =
        transfers.stream()
            .filter(transfer -> !Double.isNaN(error(first, transfer)))
            .map(transfer -> place(ranked, first, transfer) + " (" + transfer + ")")
            .collect(Collectors.joining(", "));
    return places.isEmpty()
        ? ""
        : PlainText.visible(
                "  %s, first by score, has these places by error: %s."
                    .formatted(first.source(), places))
            + "\n";
  }

  private long place(List<ScoredPair> ranked, Pair pair, String transfer) {
    double error = error(pair, transfer);
    return 1 + ranked.stream().filter(row -> error(row.pair(), transfer) < error).count();
  }

  private TextTable table(List<ScoredPair> ranked, int most) {
    List<Cell> head = new ArrayList<>(List.of(Cell.of(""), Cell.of("source"), Cell.of("score")));
    for (String transfer : transfers) {
      head.add(Cell.of(transfer));
      head.add(Cell.of(""));
    }
    TextTable table = new TextTable("rlr" + "rl".repeat(transfers.size()), style);
    table.add(head);
    for (int i = 0; i < Math.min(most, ranked.size()); i++) {
      Pair pair = ranked.get(i).pair();
      List<Cell> line = new ArrayList<>();
      line.add(Cell.of(Integer.toString(i + 1)));
      line.add(Cell.of(pair.source()));
      line.add(Cell.of(number(ranked.get(i).score())));
      for (String transfer : transfers) {
        double error = error(pair, transfer);
        long place = place(ranked, pair, transfer);
        boolean known = !Double.isNaN(error);
        line.add(
            new Cell(known ? number(error) : "", place == 1 && known ? Ansi.BOLD : Ansi.PLAIN));
        line.add(Cell.of(known ? "(" + place + ")" : ""));
      }
      table.add(line);
    }
    return table;
  }

  private double error(Pair pair, String transfer) {
    return measured.getOrDefault(pair, Map.of()).getOrDefault(transfer, Double.NaN);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
