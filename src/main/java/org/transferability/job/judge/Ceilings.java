package org.transferability.job.judge;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.transferability.read.table.SmallTable;
import org.transferability.read.table.TableColumn;
import org.transferability.read.table.TableRow;
import org.transferability.report.ScoreRow;
import org.transferability.report.ScoreTable;
import org.transferability.study.InputException;
import org.transferability.study.NumberText;

/** The largest R2 of each target that noise in its labels allows, from a table. */
public final class Ceilings {
  private static final List<TableColumn> COLUMNS =
      List.of(
          TableColumn.required("target", ""),
          TableColumn.required("ceiling", ""),
          TableColumn.optional("dataset"));

  private final Map<List<String>, Double> ofTarget = new HashMap<>();

  private Ceilings() {}

  /**
   * Reads a table.
   *
   * @throws InputException if a ceiling is not above 0 and at most 1, or a target has two
   */
  public static Ceilings read(Configuration conf, String path) throws IOException {
    Ceilings ceilings = new Ceilings();
    for (TableRow row : SmallTable.read(conf, path, COLUMNS).rows()) {
      String text = row.cell(1).strip();
      double value = NumberText.isDecimal(text, '.') ? Double.parseDouble(text) : Double.NaN;
      if (!(value > 0 && value <= 1)) {
        throw new InputException(
            "Cannot use a noise ceiling: expected an R2 above 0 and at most 1, found '%s' (%s, column ceiling)"
                .formatted(text, row.where()));
      }
      if (ceilings.ofTarget.put(List.of(row.cell(2), row.cell(0)), value) != null) {
        throw new InputException(
            "Cannot use noise ceilings: expected one for each target, found two for '%s' (%s)"
                .formatted(row.cell(0), row.where()));
      }
    }
    return ceilings;
  }

  /** The same table of scores with the ceilings of its targets. */
  public ScoreTable in(ScoreTable scores) {
    return scores.withCeilings(this::of);
  }

  /** That of the target on its dataset, else that of the target on any dataset; else NaN. */
  private double of(ScoreRow row) {
    Double any = ofTarget.get(List.of("", row.target()));
    Double known = ofTarget.getOrDefault(List.of(row.dataset(), row.target()), any);
    return known == null ? Double.NaN : known;
  }

  /** What a reader should know: targets of the table that have no score. */
  public List<String> warnings(ScoreTable scores) {
    Set<String> unused =
        ofTarget.keySet().stream()
            .map(key -> key.get(1))
            .collect(Collectors.toCollection(TreeSet::new));
    scores.rows().forEach(row -> unused.remove(row.target()));
    return unused.isEmpty()
        ? List.of()
        : List.of(
            "%d of the targets with a noise ceiling have no score, such as '%s'"
                .formatted(unused.size(), unused.iterator().next()));
  }
}
