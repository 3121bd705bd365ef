package org.transferability.report.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.candidate.Candidacy;
import org.transferability.candidate.RowsNeeded;
import org.transferability.candidate.RowsNeeded.Outcome;
import org.transferability.candidate.Selection;
import org.transferability.candidate.TargetCandidates;
import org.transferability.report.Measure;
import org.transferability.report.Ranking;
import org.transferability.report.RunRecord;
import org.transferability.report.ScoreRow;
import org.transferability.report.ScoreTable;
import org.transferability.score.Flag;
import org.transferability.score.Flags;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;

final class VerdictTest {
  private static final List<Measure> PREFERENCE =
      List.of(new Measure("cv-r2", "best"), new Measure("logme", ""));
  private static final List<Measure> BRIEF =
      List.of(new Measure("logme", ""), new Measure("cv-r2", "best"));

  @Test
  void namesTheSourceThatIsBestWithNineTenths() {
    Verdict verdict = of(r2("src07", 0.9666, 0.9), r2("src12", 0.9, 0.1), r2("src11", 0.8, 0));
    assertEquals(Standing.CLEAR, verdict.standing());
    assertEquals(
        List.of("use src07 (best with probability 0.90; held-out R2 0.97)."), verdict.sentences());
    assertEquals(3, verdict.sources());
  }

  @Test
  void namesTheSmallestGroupThatReachesNineTenths() {
    Verdict two = of(r2("src09", 0.5, 0.55), r2("src04", 0.4, 0.4), r2("src01", 0.3, 0.05));
    assertEquals(Standing.OPEN, two.standing());
    assertEquals("src09 (0.55) or src04 (0.40); the rows do not separate them.", two.answer());
    Verdict five =
        of(
            r2("a", 0.60, 0.10),
            r2("b", 0.50, 0.40), // more probable than the first, which has a smaller spread
            r2("c", 0.40, 0.20),
            r2("d", 0.30, 0.15),
            r2("e", 0.20, 0.10),
            r2("f", 0.10, 0.05));
    assertEquals(
        "b (0.40), c (0.20), d (0.15) or 2 others; the rows do not separate these 5 of 6 sources.",
        five.answer());
    assertEquals(
        List.of("b", "c", "d", "a", "e"),
        five.candidates().stream().map(Candidate::source).toList());
  }

  @Test
  void sumsOfDecimalProbabilitiesReachNineTenths() {
    // 0.6 + 0.3 is 0.8999999999999999 in doubles
    Verdict verdict = of(r2("a", 0.5, 0.6), r2("b", 0.4, 0.3), r2("c", 0.3, 0.1));
    assertEquals(2, verdict.candidates().size());
  }

  private static Verdict compared(RowsNeeded needed, int top, int candidates) {
    Selection selection = new Selection(top, 0.9, 0.01);
    TargetCandidates found = new TargetCandidates(selection, 3, candidates, needed);
    List<ScoreRow> rows = new ArrayList<>();
    for (int s = 0; s < 3; s++) {
      rows.add(
          r2(List.of("a", "b", "c").get(s), 0.9 - 0.1 * s, s == 0 ? 0.95 : 0.02)
              .with(Candidacy.of(s < candidates, found)));
    }
    return of(rows.toArray(ScoreRow[]::new));
  }

  @Test
  void countsTheSourcesThatRemain() {
    RowsNeeded decided = new RowsNeeded(Outcome.DECIDED, Double.NaN, 1000, 0);
    Verdict one = compared(decided, 1, 1);
    assertEquals(
        "1 of 3 sources remains; the others are behind by more than sampling error.",
        one.sentences().get(1));
    assertEquals(List.of("a"), one.remarks().get(0).sources());
    assertEquals(
        "2 of 3 sources remain as one of the best 2; the others are behind by more than sampling error.",
        compared(decided, 2, 2).sentences().get(1));
  }

  @Test
  void statesHowManyRowsWouldDecide() {
    String two = "2 of 3 sources remain; the others are behind by more than sampling error. ";
    assertEquals(
        two + "About 7,900 more rows would separate these 2 sources.",
        compared(new RowsNeeded(Outcome.SEPARABLE, 8_850, 1000, 0), 1, 2).sentences().get(1));
    assertEquals(
        two
            + "About 120 more rows would separate them or show that they differ by less than 0.01 in R2.",
        compared(new RowsNeeded(Outcome.SEPARABLE_OR_TIED, 1_120, 1000, 0), 1, 2)
            .sentences()
            .get(1));
    assertEquals(
        two + "They are tied, within 0.01 in R2: no number of rows below 90,000 separates them.",
        compared(new RowsNeeded(Outcome.TIED, 90_001, 1000, 1), 1, 2).sentences().get(1));
    RowsNeeded equal = new RowsNeeded(Outcome.TIED, Double.POSITIVE_INFINITY, 1000, 1);
    assertEquals(
        two + "They are tied, within 0.01 in R2.", compared(equal, 1, 2).sentences().get(1));
    RowsNeeded some = new RowsNeeded(Outcome.SEPARABLE, 2_000, 1000, 1);
    assertEquals(
        "All 3 sources remain: none is behind by more than sampling error."
            + " About 1,000 more rows would separate those that differ by 0.01 or more in R2.",
        compared(some, 1, 3).sentences().get(1));
  }

  @Test
  void comparesNothingWithOneSource() {
    Verdict verdict = of(r2("a", 0.5, 1));
    assertEquals(Standing.ONLY_ONE, verdict.standing());
    assertEquals(
        List.of("a is the only source (held-out R2 0.50); nothing is compared."),
        verdict.sentences());
    Verdict other = of(r2("a", 0.5, 1), r2("b", Double.NaN, Double.NaN));
    assertEquals(
        List.of("a is the only source (held-out R2 0.50); nothing is compared.", "b has no score."),
        other.sentences());
  }

  @Test
  void doesNotClaimToKnowMoreWithoutIntervals() {
    Verdict verdict = of(r2("a", 0.5, Double.NaN), r2("b", 0.3, Double.NaN));
    assertEquals(Standing.NOT_KNOWN, verdict.standing());
    assertEquals(
        "a is first (held-out R2 0.50), but without intervals it is not known how sure that is.",
        verdict.answer());
    Verdict tied = of(r2("b", 0.5, Double.NaN), r2("a", 0.5, Double.NaN));
    assertEquals(Standing.OPEN, tied.standing());
    assertEquals("a or b; their scores are equal.", tied.answer());
  }

  @Test
  void recommendsNothingIfNoSourceHelps() {
    Flag none = Flag.NO_BETTER_THAN_MEAN;
    Verdict worse = of(r2("a", -0.01, Double.NaN, none), r2("b", -0.2, Double.NaN, none));
    assertEquals(Standing.NONE_HELPS, worse.standing());
    assertEquals(List.of("all sources are worse than predicting the mean."), worse.sentences());
    assertEquals(List.of(), worse.candidates());
    Verdict noBetter = of(r2("a", 0.001, Double.NaN, none), r2("b", -0.2, Double.NaN, none));
    assertEquals("no source is known to be better than predicting the mean.", noBetter.answer());
    Verdict exactly = of(r2("a", 0, Double.NaN, none));
    assertEquals(
        "the only source is not known to be better than predicting the mean.", exactly.answer());
  }

  @Test
  void heldOutRowsDecideWhetherAnySourceHelpsByAnyMeasure() {
    Flag none = Flag.NO_BETTER_THAN_MEAN;
    Verdict verdict =
        Verdict.of(
            ranking(
                BRIEF,
                logme("a", 2, 1),
                r2("a", -0.01, Double.NaN, none),
                logme("b", 1, 0),
                r2("b", -0.2, Double.NaN, none)),
            List.of());
    assertEquals(Standing.NONE_HELPS, verdict.standing());
    assertEquals("all sources are worse than predicting the mean.", verdict.answer());
  }

  @Test
  void aScoreWithoutInterceptThatFailsDoesNotMeanThatNoSourceHelps() {
    Flag worse = Flag.WORSE_THAN_MEAN;
    Verdict verdict =
        Verdict.of(
            ranking(
                BRIEF,
                logme("a", -2, Double.NaN, worse, Flag.OFFSET_LABELS),
                r2("a", 0.2, 0),
                logme("b", -3, Double.NaN, worse, Flag.OFFSET_LABELS),
                r2("b", 0.9, 1)),
            List.of());
    assertEquals(Standing.NOT_KNOWN, verdict.standing());
    assertTrue(verdict.answer().contains("labels are too far from zero"), verdict.answer());
    String all = String.join(" ", verdict.sentences());
    assertTrue(all.contains("b is best (cv-r2 best)"), all);
  }

  @Test
  void doesNotRecommendADoubtfulLeader() {
    Verdict flagged = of(r2("a", 0.5, 0.95, Flag.NO_BETTER_THAN_MEAN), r2("b", 0.3, 0.05));
    assertEquals(Standing.NOT_KNOWN, flagged.standing());
    assertEquals(
        List.of(
            "a is first (held-out R2 0.50), but it is not known to be better than predicting the mean.",
            "Check the flags: a has no-better-than-mean."),
        flagged.sentences());
    Score score = r2("a", 0.5, 1).score();
    Verdict rounded =
        of(new ScoreRow("a", "cub", "t", score.withDigitsLost(9), 1, 1), r2("b", 0.3, 0));
    assertEquals(
        List.of(
            "a is first (held-out R2 0.50), but rounding removed about 9 of the 16 digits of its score.",
            "Check the flags: a has digits-lost=9 (7 left)."),
        rounded.sentences());
    Verdict slightly =
        of(new ScoreRow("a", "cub", "t", score.withDigitsLost(3), 1, 1), r2("b", 0.3, 0));
    assertEquals(Standing.CLEAR, slightly.standing());
    assertEquals(2, slightly.sentences().size());
  }

  @Test
  void givesNoAnswerWhereScoresCarryNoInformation() {
    Verdict constant =
        of(r2("a", Double.NaN, Double.NaN, Flag.CONSTANT_LABELS), r2("b", Double.NaN, Double.NaN));
    assertEquals(Standing.NO_ANSWER, constant.standing());
    assertEquals(List.of("no answer, because all labels are equal."), constant.sentences());
    Verdict fits = of(row("a", "linear-mse", "0", 0, 1, 10, Scope.NOTHING, 20, Flag.INTERPOLATES));
    assertEquals(
        "no answer, because without a penalty the features fit all rows exactly.", fits.answer());
  }

  @Test
  void trainingErrorsOfDifferentWidthsRecommendNothing() {
    Verdict verdict =
        of(
            row("a", "linear-mse", "1", -1, 1, 100, Scope.EQUAL_WIDTH, 50),
            row("b", "linear-mse", "1", -2, 0, 10, Scope.SOURCES, 50));
    assertEquals(
        List.of(
            "a is first, but training errors from few rows favour wide features.",
            "Compare sources of equal d only: a training error decreases with d."),
        verdict.sentences());
  }

  @Test
  void errorsWithinOnePercentAreNearlyEqual() {
    // errors 1 - R2: 0.1, 0.1009 and 0.1011; 1 % of 0.1 is 0.001
    Verdict some = of(r2("a", 0.9, 1), r2("b", 0.8991, 0), r2("c", 0.8989, 0));
    assertEquals(
        List.of(
            new Remark(
                Remark.Kind.NEARLY_EQUAL,
                List.of("a", "b"),
                "a and b differ by less than 1 % of the error.")),
        some.remarks());
    Verdict all = of(r2("a", 0.9, 1), r2("b", 0.8991, 0), r2("c", 0.8999, 0));
    assertEquals(
        "All 3 sources differ by less than 1 % of the error.", all.remarks().get(0).sentence());
    Verdict they = of(r2("a", 0.9, 0.5), r2("b", 0.8991, 0.5), r2("c", 0.7, 0));
    assertEquals("They differ by less than 1 % of the error.", they.remarks().get(0).sentence());
    Verdict errors =
        of(
            row("a", "cv-mse", "best", -2.0, 1, 10, Scope.SOURCES, 500),
            row("b", "cv-mse", "best", -2.0199, 0, 10, Scope.SOURCES, 500));
    assertEquals(Remark.Kind.NEARLY_EQUAL, errors.remarks().get(0).kind());
    Verdict evidence =
        Verdict.of(ranking(BRIEF, logme("a", 2, 1), logme("b", 1.999, 0)), List.of());
    assertEquals(List.of(), evidence.remarks());
  }

  @Test
  void namesTheSourceForTheOtherKindOfHead() {
    ScoreRow[] rows = {
      r2("a", 0.9, 0.99), logme("a", 1, 0), r2("b", 0.7, 0.01), logme("b", 2, 1, Flag.OFFSET_LABELS)
    };
    assertEquals(
        List.of(
            "use a (best with probability 0.99; held-out R2 0.90).",
            "The ranking depends on how the head will be trained: if briefly, b is best (logme); the labels are far from zero."),
        of(rows).sentences());
    assertEquals(
        List.of(
            "use b (best with probability 1.00; held-out R2 0.70).",
            "Check the flags: b has offset-labels.",
            "The ranking depends on how the head will be trained: if it is tuned, a is best (cv-r2 best); the features of the sources differ in scale or offset."),
        Verdict.of(ranking(BRIEF, rows), List.of()).sentences());
  }

  @Test
  void namesTheSourceThatHeldOutErrorsWouldChoose() {
    Verdict verdict =
        Verdict.of(
            ranking(
                List.of(new Measure("linear-mse", "0"), new Measure("cv-r2", "best")),
                row("a", "linear-mse", "0", -1, 1, 10, Scope.SOURCES, 500),
                r2("a", 0.7, 0),
                row("b", "linear-mse", "0", -2, 0, 10, Scope.SOURCES, 500),
                r2("b", 0.9, 1)),
            List.of());
    assertEquals(
        List.of(
            "use a (best with probability 1.00; held-out R2 0.70).",
            "By held-out R2 (cv-r2 best), b is best."),
        verdict.sentences());
  }

  @Test
  void mentionsDifferentRowsAndSourcesWithoutAScore() {
    List<Ranking> rankings =
        List.of(
            ranking(
                PREFERENCE,
                row("a", "cv-r2", "best", 0.9, 1, 10, Scope.TARGETS, 350),
                row("b", "cv-r2", "best", 0.5, 0, 10, Scope.TARGETS, 450)));
    Verdicts verdicts =
        Verdicts.of(
            rankings,
            List.of(
                new RunRecord.Skipped("c", "cub", "unreadable"),
                new RunRecord.Skipped("d", "other", "unreadable")));
    assertEquals(
        List.of(
            "use a (best with probability 1.00; held-out R2 0.90).",
            "The sources were scored on different rows (n from 350 to 450); --common-rows uses the same.",
            "c has no score."),
        verdicts.all().get(0).sentences());
    assertEquals("1 target: 1 clear", verdicts.summary());
  }

  private static Verdict of(ScoreRow... rows) {
    return Verdict.of(ranking(PREFERENCE, rows), List.of());
  }

  private static Ranking ranking(List<Measure> preference, ScoreRow... rows) {
    List<Ranking> rankings = Ranking.all(ScoreTable.of(new ArrayList<>(List.of(rows))), preference);
    assertEquals(1, rankings.size());
    return rankings.get(0);
  }

  private static ScoreRow r2(String source, double score, double chance, Flag... flags) {
    Scope scope = Double.isNaN(score) ? Scope.NOTHING : Scope.TARGETS;
    return row(source, "cv-r2", "best", score, chance, 10, scope, 500, flags);
  }

  private static ScoreRow logme(String source, double score, double chance, Flag... flags) {
    return row(source, "logme", "", score, chance, 10, Scope.SOURCES, 500, flags);
  }

  private static ScoreRow row(
      String source,
      String estimator,
      String lambda,
      double score,
      double chance,
      int d,
      Scope scope,
      long n,
      Flag... set) {
    Flags flags = Flags.none();
    for (Flag flag : set) {
      flags = flags.with(flag);
    }
    return new ScoreRow(
        source,
        "cub",
        "t",
        new Score(
            estimator,
            lambda,
            score,
            Score.Fit.NONE,
            new Score.Shape(n, d, 1, d, 10),
            Uncertainty.UNKNOWN,
            scope,
            flags),
        chance,
        1);
  }
}
