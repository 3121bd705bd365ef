package org.transferability.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.transferability.report.HtmlPages;
import org.transferability.report.Measure;
import org.transferability.report.ScoreRow;
import org.transferability.report.ScoreTable;
import org.transferability.score.Flags;
import org.transferability.score.PenaltyCurve;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;
import org.transferability.study.EstimatorKind;

final class HtmlReportTest {
  private static final Pattern SCRIPT =
      Pattern.compile("<script([^>]*)>(.*?)</script>", Pattern.DOTALL);

  @Test
  void everyNumberIsInThePage() throws IOException {
    JsonNode data = data(HtmlPages.of(HtmlPages.small()));
    assertFalse(data.get("rounded").asBoolean());
    double[] scores = column(HtmlPages.of(HtmlPages.small()), data, 0, "score");
    assertEquals(HtmlPages.small().rows().stream().filter(r -> isFirst(r)).count(), scores.length);
    int pair = 0;
    for (ScoreRow row : HtmlPages.small().rows()) {
      if (isFirst(row)) {
        assertEquals(row.score().score(), scores[pair++], 0); // all digits
      }
    }
  }

  private static boolean isFirst(ScoreRow row) {
    return Measure.of(row).equals(HtmlPages.PREFERENCE.get(0));
  }

  @Test
  void namesCannotBecomeMarkup() throws IOException {
    String page = HtmlPages.of(HtmlPages.small());
    assertTrue(data(page).get("sources").toString().contains("<img"), "the name itself is there");
    assertFalse(page.contains("<img src=x"), "but not as markup");
    assertFalse(page.contains("--></script>"), "nor can it end the block");
    List<String> blocks = new ArrayList<>();
    Matcher scripts = SCRIPT.matcher(page);
    while (scripts.find()) {
      blocks.add(scripts.group(1).strip());
    }
    assertEquals(2, blocks.stream().filter(String::isEmpty).count(), "two scripts run");
    assertTrue(
        blocks.stream()
            .filter(block -> !block.isEmpty())
            .allMatch(block -> block.matches("type=\"application/[a-z-]+\" id=\"\\w+\"")),
        blocks.toString());
  }

  /** A browser runs a script only if its hash stands in the policy; recomputed here. */
  @Test
  void thePolicyAllowsItsOwnScriptsOnly() throws IOException, NoSuchAlgorithmException {
    String page = HtmlPages.of(HtmlPages.small());
    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(page);
    assertTrue(policy.find());
    Matcher scripts = SCRIPT.matcher(page);
    List<String> hashes = new ArrayList<>();
    while (scripts.find()) {
      if (scripts.group(1).isEmpty()) {
        byte[] digest =
            MessageDigest.getInstance("SHA-256")
                .digest(scripts.group(2).getBytes(StandardCharsets.UTF_8));
        hashes.add("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
      }
    }
    assertEquals(
        "default-src 'none'; script-src "
            + String.join(" ", hashes)
            + "; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
        policy.group(1));
  }

  @Test
  void aLargeTableIsRoundedAndWhatFindsNoRoomIsNamed() {
    ScoreTable table = HtmlPages.grid(200, 20, HtmlPages.PREFERENCE);
    long scoresOnly = 3 * 4000 * 4 * 4 / 3; // three measures of 4000 pairs in base64
    HtmlData data =
        HtmlData.of(
            table,
            HtmlPages.PREFERENCE,
            HtmlPages.RUN,
            Optional.empty(),
            HtmlColumns.cost(HtmlField.Kind.NUMBER, 4000, HtmlColumns.Precision.COMPACT)
                + 4 * scoresOnly);
    assertTrue(data.json().get("rounded").asBoolean());
    assertTrue(data.json().get("omitted").toString().contains("linear-mse 1"), "is named");
    assertTrue(data.json().at("/measures/0/columns").has("p_top1"), "the first has all");
    assertFalse(data.json().at("/measures/1/columns").has("p_top1"), "the second its scores");
    assertTrue(data.json().at("/measures/1/columns").has("score"));
  }

  @Test
  void everyMeasureHasAVerdictOnEachTarget() throws IOException {
    JsonNode data = data(HtmlPages.of(HtmlPages.small()));
    for (JsonNode target : data.get("targets")) {
      assertEquals(List.of(0, 1, 2), numbers(target.get("verdicts"), "by"));
      JsonNode own = target.get("verdicts").get(0);
      // 0.8 of the best and 0.018 of 6 of the other 11 sources: fewer do not reach 0.9
      assertEquals("open", own.get("standing").asText());
      assertEquals(7, own.get("candidates").size());
      assertTrue(own.get("answer").asText().startsWith("model-"), own.toString());
    }
  }

  @Test
  void everyEstimatorHasAMeaning() {
    for (EstimatorKind kind : EstimatorKind.values()) {
      String meaning = MeasureMeaning.of(new Measure(kind.label(), ""));
      assertTrue(meaning.contains("0 ") && meaning.endsWith("."), kind + ": " + meaning);
    }
    assertEquals("", MeasureMeaning.of(new Measure("of-another-tool", "")));
  }

  /** jobs/evaluate takes scores of any origin. */
  @Test
  void scoresOfAnotherToolHaveVerdictsToo() throws IOException {
    List<ScoreRow> rows = new ArrayList<>();
    for (String source : List.of("a", "b")) {
      Score score =
          new Score(
              "of-another-tool",
              "",
              source.equals("a") ? 1 : 2,
              Score.Fit.NONE,
              new Score.Shape(0, 0, 0, 0, Double.NaN),
              Uncertainty.UNKNOWN,
              Scope.SOURCES,
              Flags.none());
      rows.add(new ScoreRow(source, "cub", "x", score));
    }
    JsonNode verdict = data(HtmlPages.of(ScoreTable.of(rows))).at("/targets/0/verdicts/0");
    assertEquals("not known", verdict.get("standing").asText());
    assertTrue(verdict.get("answer").asText().startsWith("b is first"), verdict.toString());
  }

  private static List<Integer> numbers(JsonNode nodes, String field) {
    List<Integer> numbers = new ArrayList<>();
    nodes.forEach(node -> numbers.add(node.get(field).asInt()));
    return numbers;
  }

  @Test
  void curvesAreColumnsOfTheBestMeasure() throws IOException {
    List<ScoreRow> rows = new ArrayList<>();
    for (ScoreRow row : HtmlPages.small().rows()) {
      if (isFirst(row)) {
        PenaltyCurve curve =
            new PenaltyCurve(List.of("0.1r", "1r"), new double[] {row.score().score(), -1});
        Score score = row.score().with(curve);
        rows.add(new ScoreRow(row.source(), row.dataset(), row.target(), score));
      }
    }
    HtmlData data =
        HtmlData.of(
            ScoreTable.of(rows),
            HtmlPages.PREFERENCE,
            HtmlPages.RUN,
            Optional.empty(),
            HtmlData.MOST_CHARACTERS);
    JsonNode curve = data.json().at("/measures/0/curve");
    assertEquals("0.1r", curve.at("/0/lambda").asText());
    assertEquals("1r", curve.at("/1/lambda").asText());
    String scores = data.json().at("/measures/0/columns/score/id").asText().substring(1);
    String first = curve.at("/0/column/id").asText().substring(1);
    assertEquals(
        data.columns().get(Integer.parseInt(scores)), data.columns().get(Integer.parseInt(first)));
  }

  @Test
  void packedNumbersComeBackAsNear() throws IOException {
    HtmlColumns columns = new HtmlColumns(HtmlColumns.Precision.COMPACT);
    double[] shares = {0, 1e-9, 0.5, 1, Double.NaN};
    JsonNode share = columns.numbers(HtmlField.Kind.SHARE, shares);
    assertEquals("share", share.get("scale").asText());
    byte[] codes = Base64.getDecoder().decode(columns.packed().get(0));
    assertEquals(0, codes[0]);
    assertEquals(1, codes[1], "possible, so not zero");
    assertEquals(127, codes[2]);
    assertEquals((byte) 254, codes[3]);
    assertEquals((byte) 255, codes[4]);
    double[] conditions = {1, 1e3, 1e30, Double.POSITIVE_INFINITY, Double.NaN};
    assertNotNull(columns.numbers(HtmlField.Kind.DECIBEL, conditions));
    codes = Base64.getDecoder().decode(columns.packed().get(1));
    assertEquals(List.of(1, 31, 254, 255, 0), unsigned(codes));
  }

  private static List<Integer> unsigned(byte[] codes) {
    List<Integer> numbers = new ArrayList<>();
    for (byte code : codes) {
      numbers.add(Byte.toUnsignedInt(code));
    }
    return numbers;
  }

  private static JsonNode data(String page) throws IOException {
    Matcher scripts = SCRIPT.matcher(page);
    while (scripts.find()) {
      if (scripts.group(1).contains("id=\"data\"")) {
        return new ObjectMapper().readTree(scripts.group(2));
      }
    }
    throw new AssertionError("no data in the page");
  }

  private static double[] column(String page, JsonNode data, int measure, String name) {
    JsonNode stored = data.get("measures").get(measure).get("columns").get(name);
    assertEquals("f64", stored.get("as").asText());
    Matcher block =
        Pattern.compile("id=\"" + stored.get("id").asText() + "\">([^<]*)<").matcher(page);
    assertTrue(block.find());
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(block.group(1))).order(ByteOrder.LITTLE_ENDIAN);
    double[] cells = new double[bytes.capacity() / Double.BYTES];
    bytes.asDoubleBuffer().get(cells);
    return cells;
  }
}
