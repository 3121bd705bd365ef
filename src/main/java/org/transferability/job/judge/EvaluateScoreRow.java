package org.transferability.job.judge;

import org.transferability.evaluate.Pair;
import org.transferability.read.table.TableRow;
import org.transferability.report.ScoreRow;
import org.transferability.score.Flags;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;

/** A row of a table of scores, for the report: what the table does not say is NaN, 0 or empty. */
final class EvaluateScoreRow {
  private static final int SCORE = 4;
  private static final int FLAGS = 6;
  private static final int MSE = 7;
  private static final int PENALTY = 8;
  private static final int R2 = 9;
  private static final int STANDARD_ERROR = 10;
  private static final int LOW = 11;
  private static final int HIGH = 12;
  private static final int TOP1 = 13;
  private static final int TOP3 = 14;
  private static final int N = 15;
  private static final int D = 16;
  private static final int Q = 17;
  private static final int RANK = 18;
  private static final int CONDITION = 19;
  private static final int COMPARABLE = 20;
  private static final int NOTES = 21;

  private EvaluateScoreRow() {}

  /**
   * Reads one row.
   *
   * @param measure the estimator and its penalty, {@code linear-mse 0}
   */
  static ScoreRow of(EvaluateTable table, TableRow row, String estimator, String measure) {
    Pair pair = table.pair(row);
    Score score =
        new Score(
            estimator,
            measure.substring(estimator.length()).strip(),
            table.number(row, SCORE),
            new Score.Fit(
                table.number(row, MSE), table.number(row, PENALTY), table.number(row, R2)),
            new Score.Shape(
                (long) table.number(row, N),
                (int) table.number(row, D),
                (int) table.number(row, Q),
                (int) table.number(row, RANK),
                table.number(row, CONDITION)),
            new Uncertainty(
                table.number(row, STANDARD_ERROR),
                table.number(row, LOW),
                table.number(row, HIGH),
                new double[0]),
            scope(row.cell(COMPARABLE)),
            Flags.parse(row.cell(FLAGS) + ";" + row.cell(NOTES)));
    return new ScoreRow(pair.source(), pair.dataset(), pair.target(), score)
        .withChances(table.number(row, TOP1), table.number(row, TOP3));
  }

  private static Scope scope(String text) {
    for (Scope scope : Scope.values()) {
      if (scope.toString().equals(text)) {
        return scope;
      }
    }
    return Scope.SOURCES;
  }
}
