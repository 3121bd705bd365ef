package org.transferability.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.score.Scope;

/** report.html in a real browser; skipped where none is installed ({@code CHROMIUM} names one). */
final class HtmlReportIT {
  private static final String READY = "document.documentElement?.dataset.ready === 'answer'";
  @TempDir static Path folder;
  private static Browser browser;
  private static Path page;

  @BeforeAll
  static void startBrowser() throws IOException, InterruptedException {
    Optional<Path> installed = Browser.installed();
    assumeTrue(
        installed.isPresent(), "no Chromium on the path: report.html is not tested in a browser");
    browser = Browser.start(installed.get());
    page = HtmlPages.write(HtmlPages.small(), folder.resolve("report.html"));
  }

  @AfterAll
  static void stopBrowser() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws InterruptedException {
    browser.open(page);
    browser.await(READY);
  }

  @Test
  void rendersWithoutComplaintAndWithoutNetwork() throws InterruptedException {
    browser.await("document.querySelectorAll('#target-chart svg path').length > 12");
    assertEquals(
        List.of("model-0", "model-1", "model-2"),
        texts("#answer-table tbody tr td:nth-child(3)"),
        "the best source of each target");
    assertEquals("0.80", text("#answer-table tbody td:nth-child(4)"));
    String lead = text("#target-lead");
    assertTrue(lead.endsWith("12 sources ranked by linear-mse 0; 1,000 rows, 1 output."), lead);
    assertTrue(number("document.querySelectorAll('#penalty-chart svg path').length") > 8);
    assertTrue(browser.evaluate("document.getElementById('measured').hidden").asBoolean());
    assertEquals(List.of(), browser.complaints());
    assertEquals(
        List.of(),
        browser.requests().stream()
            .filter(address -> !address.equals(page.toUri().toString()))
            .filter(address -> !address.startsWith("data:"))
            .toList());
  }

  @Test
  void hostileNamesAreText() {
    assertEquals(0, number("document.querySelectorAll('img').length"));
    assertTrue(texts("#target-table tbody th").contains(HtmlPages.HOSTILE));
    assertEquals("a <b>warning</b>", text("#notices-body li"));
    assertEquals("target <0>", text("#answer-table tbody th"));
  }

  @Test
  void searchLeavesWhatFits() {
    type("#target-table input", "model-1*");
    assertEquals(List.of("model-1", "model-10"), texts("#target-table tbody th"));
    type("#target-table input", "nothing like it");
    assertEquals(List.of("No row matches the search."), texts("#target-table tbody tr"));
    type("#target-table input", "");
    assertEquals(12, number("document.querySelectorAll('#target-table tbody tr').length"));
    type("#map-find", "model-1*");
    assertEquals(2, number("map.rows.length"));
  }

  @Test
  void headsSort() {
    assertEquals("model-0", texts("#target-table tbody th").get(0));
    click("#target-table thead th:nth-child(3) button"); // score, best first
    assertEquals("model-0", texts("#target-table tbody th").get(0));
    click("#target-table thead th:nth-child(3) button");
    assertEquals(HtmlPages.HOSTILE, texts("#target-table tbody th").get(0));
    assertEquals(
        "ascending",
        browser
            .evaluate("document.querySelector('#target-table thead th:nth-child(3)').ariaSort")
            .asText());
    click("#target-table thead th:nth-child(2) button"); // names, as people count
    assertEquals(
        List.of("model-0", "model-1", "model-2", "model-3"),
        texts("#target-table tbody th").stream()
            .filter(n -> n.length() == 7)
            .toList()
            .subList(0, 4));
  }

  @Test
  void anotherMeasureRanksAnew() {
    browser.evaluate(
        "(() => { const by = document.getElementById('by'); by.value = '2';"
            + " by.dispatchEvent(new Event('change')); })()");
    assertTrue(text("#target-lead").contains("linear-mse 10"), text("#target-lead"));
    assertTrue(browser.evaluate("location.hash").asText().contains("by=linear-mse+10"));
  }

  @Test
  void saysAcrossWhatScoresMayBeCompared() throws IOException, InterruptedException {
    String warning = "comparable within a target only";
    assertTrue(text("#answer-lead").contains(warning), text("#answer-lead"));
    assertFalse(text("#target-lead").contains("Compare"), text("#target-lead"));
    openAnother(Scope.TARGETS);
    assertFalse(text("#answer-lead").contains(warning), text("#answer-lead"));
    assertFalse(text("#target-lead").contains("Compare"), text("#target-lead"));
    openAnother(Scope.EQUAL_WIDTH);
    assertTrue(text("#answer-lead").contains(warning), text("#answer-lead"));
    assertTrue(text("#target-lead").contains("Compare sources of equal d only"));
  }

  private static void openAnother(Scope scope) throws IOException, InterruptedException {
    browser.open(HtmlPages.write(HtmlPages.small(scope), folder.resolve(scope.name() + ".html")));
    browser.await(READY);
  }

  @Test
  void verdictsAndWarningsPrecedeTheTable() {
    String first = text("#verdicts li p");
    assertTrue(first.startsWith("target <0>: model-0 (0.80), model-"), first);
    assertTrue(text("#verdicts").contains("Not named above: "), text("#verdicts"));
    assertTrue(text("#answer-lead").contains("0 is perfect"), text("#answer-lead"));
    assertEquals("3 targets: 3 open.", text("#answer-counts"));
    assertTrue(
        browser
            .evaluate(
                "document.getElementById('notices').compareDocumentPosition("
                    + "document.getElementById('answer')) === Node.DOCUMENT_POSITION_FOLLOWING")
            .asBoolean(),
        "warnings are above the answer");
  }

  @Test
  void tablesAndChartsAreSaved() {
    browser.evaluate("window.saved = []; save = (...file) => saved.push(file)");
    browser.evaluate(
        "document.querySelectorAll('#answer .save, #map .save').forEach(b => b.click())");
    browser.evaluate("document.querySelectorAll('figure .save').forEach(b => b.click())");
    assertEquals(
        "[\"verdicts.csv\",\"answer.csv\",\"map-place.csv\",\"map-place.svg\"]",
        browser.evaluate("saved.slice(0, 4).map(file => file[0])").toString());
    String[] lines = browser.evaluate("saved[1][2]").asText().split("\r\n", -1);
    assertEquals(1 + 3 + 1, lines.length, "a header, three targets, an end");
    assertTrue(lines[0].startsWith("dataset,target,Answer,First,p best"), lines[0]);
    assertTrue(lines[1].startsWith("cub,target <0>,open,model-0,0.8,"), lines[1]);
    assertEquals(
        13,
        browser.evaluate("saved[2][2]").asText().split("\r\n").length,
        "a line for each source");
    assertTrue(
        browser
            .evaluate(
                "saved.filter(file => file[0].endsWith('.svg')).every(file => !new DOMParser()"
                    + ".parseFromString(file[2], file[1]).querySelector('parsererror'))")
            .asBoolean(),
        "drawings are well formed");
  }

  @Test
  void narrowScreensShowCardsAndNothingIsCutOff() throws IOException, InterruptedException {
    Path page = HtmlPages.writeMeasured(HtmlPages.named(12, 3), folder.resolve("narrow.html"));
    resize(400);
    browser.open(page);
    browser.await(READY);
    assertEquals(0, number(OVERFLOW), "elements beyond the edge");
    assertEquals(
        "grid",
        browser
            .evaluate("getComputedStyle(document.querySelector('#answer-table tbody tr')).display")
            .asText());
    assertTrue(
        number(
                "document.querySelector('.top').offsetHeight + document.getElementById('bar').offsetHeight")
            < 160,
        "a fifth of a screen of 800");
    String measured = text("#verdicts .was-measured");
    assertTrue(measured.startsWith("Measured (head): "), measured);
    assertTrue(measured.contains(" costs ") && measured.contains(" % more"), measured);
    resize(1300);
    assertEquals(List.of(), browser.complaints());
  }

  /** Elements that are wider than the window and have nothing of their own to scroll. */
  private static final String OVERFLOW =
      "[...document.querySelectorAll('main *')].filter(one =>"
          + " one.getBoundingClientRect().right > innerWidth + 1"
          + " && !one.closest('.scroll, .map, svg, .hidden')).length";

  private static void resize(int width) {
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        JsonNodeFactory.instance
            .objectNode()
            .put("width", width)
            .put("height", 800)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  /** From one target to fifty, from three sources to three hundred, with long names. */
  @Test
  @Tag("stress")
  void everySizeFitsNarrowAndWideScreens() throws IOException, InterruptedException {
    for (int targets : new int[] {1, 50}) {
      for (int sources : new int[] {3, 30, 300}) {
        Path page =
            HtmlPages.writeMeasured(
                HtmlPages.named(sources, targets),
                folder.resolve(sources + "-" + targets + ".html"));
        for (int width : new int[] {400, 1300}) {
          resize(width);
          browser.open(page);
          browser.await(READY);
          assertEquals(0, number(OVERFLOW), page + " at " + width);
          assertEquals(List.of(), browser.complaints());
        }
      }
    }
  }

  @Test
  void everythingIsReachedByKeys() {
    browser.evaluate("document.getElementById('map-grid').focus()");
    browser.press("ArrowRight");
    browser.press("ArrowDown");
    String told = text("#announce");
    assertTrue(told.contains("target <1>") && told.contains("place"), told);
    browser.press("Enter");
    assertEquals("1", browser.evaluate("document.getElementById('target-select').value").asText());
    assertEquals(
        0,
        number(
            "[...document.querySelectorAll('button, a, input, select')]"
                + ".filter(one => !one.textContent.trim() && !one.ariaLabel && !one.labels?.length"
                + ").length"),
        "every control has a name");
  }

  @Test
  void similarSourcesAreAdjacent() {
    assertEquals(
        "[true,true]",
        browser
            .evaluate(
                // two kinds of rows, mixed: clustering parts them, whichever comes first
                "(() => { const rows = Array.from({length: 40}, (_, i) => Float64Array.from("
                    + "{length: 6}, (_, j) => (i % 2 ? j : 5 - j) + 0.1 * Math.sin(i + j)));"
                    + " const order = clusteredOrder(rows);"
                    + " return [new Set(order).size === 40,"
                    + " new Set(order.slice(0, 20).map(i => i % 2)).size === 1]; })()")
            .toString());
  }

  @Test
  void theAddressLeadsBack() throws InterruptedException {
    browser.evaluate("chooseTarget(2, false)");
    String address = browser.evaluate("location.href").asText();
    browser.call("Page.navigate", JsonNodeFactory.instance.objectNode().put("url", "about:blank"));
    browser.call("Page.navigate", JsonNodeFactory.instance.objectNode().put("url", address));
    browser.await("document.documentElement?.dataset.ready === 'answer'");
    assertEquals("2", browser.evaluate("document.getElementById('target-select').value").asText());
  }

  /** 500,000 pairs by three measures: under 30 MB, drawn in under three seconds. */
  @Test
  @Tag("stress")
  void tenThousandSourcesOnFiftyTargets() throws IOException, InterruptedException {
    Path large =
        HtmlPages.write(
            HtmlPages.grid(10_000, 50, HtmlPages.PREFERENCE), folder.resolve("large.html"));
    assertTrue(Files.size(large) < 30_000_000, "bytes: " + Files.size(large));
    long start = System.nanoTime();
    browser.open(large);
    browser.await(READY + " && document.querySelectorAll('#answer-table tbody tr').length === 25");
    double seconds = (System.nanoTime() - start) / 1e9;
    assertTrue(seconds < 3, "seconds: " + seconds);
    browser.evaluate("document.getElementById('map').scrollIntoView()");
    browser.await("map.rows.length === 10000");
    browser.evaluate("document.getElementById('map-rows').value = 'clustered'");
    browser.evaluate("document.getElementById('map-rows').dispatchEvent(new Event('change'))");
    assertEquals(10_000, number("new Set(map.rows).size"));
    type("#map-find", "*-77");
    assertEquals(1, number("map.rows.length"));
    assertEquals(List.of(), browser.complaints());
  }

  private static void click(String selector) {
    browser.evaluate("document.querySelector('" + selector + "').click()");
  }

  private static void type(String selector, String text) {
    browser.evaluate(
        "(() => { const box = document.querySelector('%s'); box.value = '%s'; box.dispatchEvent(new Event('input')); })()"
            .formatted(selector, text));
  }

  private static String text(String selector) {
    return browser.evaluate("document.querySelector('" + selector + "').textContent").asText();
  }

  private static List<String> texts(String selector) {
    List<String> texts = new ArrayList<>();
    browser
        .evaluate("[...document.querySelectorAll('" + selector + "')].map(one => one.textContent)")
        .forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static int number(String expression) {
    return browser.evaluate(expression).asInt();
  }
}
