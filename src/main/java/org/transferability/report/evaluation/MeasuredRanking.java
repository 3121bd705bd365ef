package org.transferability.report.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
   */
  public String text(String estimator, Collection<ScoredPair> scored) {
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
          text.append(": sources ranked by ").append(estimator).append(", and measured errors\n");
          text.append(table(rows).render("  "));
        });
    return text.toString();
  }

  private TextTable table(List<ScoredPair> rows) {
    List<Cell> head = new ArrayList<>(List.of(Cell.of(""), Cell.of("source"), Cell.of("score")));
    for (String transfer : transfers) {
      head.add(Cell.of(transfer));
      head.add(Cell.of(""));
    }
    TextTable table = new TextTable("rlr" + "rl".repeat(transfers.size()), style);
    table.add(head);
    List<ScoredPair> ranked =
        rows.stream().sorted(Comparator.comparingDouble(ScoredPair::score).reversed()).toList();
    for (int i = 0; i < ranked.size(); i++) {
      Pair pair = ranked.get(i).pair();
      List<Cell> line = new ArrayList<>();
      line.add(Cell.of(Integer.toString(i + 1)));
      line.add(Cell.of(pair.source()));
      line.add(Cell.of(number(ranked.get(i).score())));
      for (String transfer : transfers) {
        double error = error(pair, transfer);
        long place = 1 + ranked.stream().filter(row -> error(row.pair(), transfer) < error).count();
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
