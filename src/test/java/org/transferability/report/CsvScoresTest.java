package org.transferability.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.score.Flag;
import org.transferability.score.Flags;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;

final class CsvScoresTest {
  @Test
  void writesTheHeaderAndAllDigits() throws IOException {
    Score score =
        new Score(
            "linear-mse",
            "0.001r",
            -1.0 / 3,
            new Score.Fit(0.1, 1e-300, Double.NaN),
            new Score.Shape(5_000_000_000L, 512, 1, 511, Double.POSITIVE_INFINITY),
            new Uncertainty(0.25, -0.75, 0.5, new double[] {0.25}),
            Scope.EQUAL_WIDTH,
            Flags.none().with(Flag.RANK_DEFICIENT).withDigitsLost(7));
    assertEquals(
        "source,dataset,target,estimator,lambda,score,mse,penalty,r2,standard_error,low,high,p_top1,"
            + "p_top3,n,d,q,rank,condition,comparable,flags,fold_mean,notes,"
            + "ceiling,of_ceiling,candidate\r\n"
            + "resnet,cub,x,linear-mse,0.001r,-0.3333333333333333,0.1,1.0E-300,NaN,0.25,-0.75,0.5,"
            + "0.125,1.0,5000000000,512,1,511,Infinity,sources of equal d,"
            + "digits-lost=7 (9 left),NaN,rank-deficient,NaN,NaN,\r\n",
        csv(new ScoreRow("resnet", "cub", "x", score, 0.125, 1)));
  }

  @Test
  void anAbsentPenaltyIsEmpty() throws IOException {
    assertTrue(
        csv(Rows.row("a", "t", "logme", "", -1))
            .endsWith(
                "\r\na,cub,t,logme,,-1.0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,1000,512,2,512,1000.0,sources,"
                    + ",NaN,,NaN,NaN,\r\n"));
  }

  @Test
  void namesComeBackAsTheyWere() throws IOException {
    List<String> names =
        List.of(
            "a,b",
            "say \"hi\"",
            "\"",
            "two\nlines",
            "two\r\nlines",
            "ünïcödé 模型 😀",
            " blanks ",
            "=1+1",
            "@x",
            "+",
            "-",
            "'",
            "tab\there",
            "");
    ScoreRow[] rows =
        names.stream()
            .map(name -> Rows.row(name, name, "linear-mse", 1, -1))
            .toArray(ScoreRow[]::new);
    List<String> read = parse(csv(rows)).stream().skip(1).map(fields -> fields[0]).toList();
    assertEquals(names.stream().sorted(ScoreTable.BY_CODE_POINT).toList(), read);
  }

  @Test
  void theOrderIsThatOfTheTableNotOfArrival() throws IOException {
    ScoreRow first = Rows.row("b", "t1", "linear-mse", 0, -1);
    ScoreRow second = Rows.row("a", "t1", "linear-mse", 10, -1);
    ScoreRow third = Rows.row("a", "t2", "label-mse", 0, -1);
    assertEquals(csv(first, second, third), csv(third, second, first));
  }

  @Test
  void ordersByKeyAndRefusesAKeyTwice() {
    ScoreRow none = Rows.row("z", "t", "e", "", 0);
    ScoreRow relative = Rows.row("z", "t", "e", "1e-4r", 0);
    ScoreRow more = Rows.row("z", "t", "e", "0.001r", 0);
    ScoreRow best = Rows.row("a", "t", "e", "best", 0);
    ScoreRow two = Rows.row("z", "t", "e", 2, 0);
    ScoreRow ten = Rows.row("a", "t", "e", 10, 0);
    ScoreRow astral = Rows.row("😀", "t", "e", 10, 0);
    ScoreRow last = Rows.row("\uFFFD", "t", "e", 10, 0);
    assertEquals(
        List.of(none, two, ten, last, astral, relative, more, best),
        ScoreTable.of(List.of(best, more, relative, astral, last, ten, two, none)).rows());
    assertThrows(IllegalArgumentException.class, () -> ScoreTable.of(List.of(two, ten, two)));
  }

  /** By the parser that Spark reads CSV with, told to keep every character. */
  private static List<String[]> parse(String text) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setLineSeparator("\r\n");
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setNullValue("");
    return new CsvParser(settings).parseAll(new StringReader(text));
  }

  private static String csv(ScoreRow... rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CsvScores.write(ScoreTable.of(List.of(rows)), out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
