package org.transferability.report.page;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.transferability.report.Measure;
import org.transferability.report.RunRecord;
import org.transferability.report.ScoreTable;
import org.transferability.report.Versions;
import org.transferability.study.Json;

/**
 * report.html: the result as one page for people, which needs no network and no server. The page,
 * its style and its scripts are resources in {@code html/}; the charting library is Apache ECharts
 * from its WebJar.
 *
 * <p>Names of sources and targets are untrusted. They are in the page only inside a JSON data block
 * in which markup is escaped, and enter the document only as text nodes. The content security
 * policy allows exactly the two scripts of the page, by their SHA-256.
 */
public final class HtmlReport {
  private static final String HOME = "html/";
  private static final List<String> SCRIPTS =
      List.of(
          "data.js",
          "order.js",
          "tables.js",
          "download.js",
          "charts.js",
          "heatmap.js",
          "answer.js",
          "page.js");
  private static final String ECHARTS_PROPERTIES =
      "/META-INF/maven/org.webjars.npm/echarts/pom.properties";
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/%s/dist/echarts.common.min.js";

  private HtmlReport() {}

  /** Whether a run writes the page. */
  public enum Choice {
    HTML,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Writes the page in UTF-8 and flushes; the caller closes the stream.
   *
   * @param preference measures; the first is used for ranking unless it interpolates
   * @param run the record of the run
   * @param measured the measured transfers, if known
   */
  public static void write(
      ScoreTable table,
      List<Measure> preference,
      RunRecord run,
      Optional<HtmlMeasured> measured,
      OutputStream out)
      throws IOException {
    write(HtmlData.of(table, preference, run, measured, HtmlData.MOST_CHARACTERS), run, out);
  }

  static void write(HtmlData data, RunRecord run, OutputStream out) throws IOException {
    String version = echartsVersion();
    String echarts = resource(ECHARTS.formatted(version));
    String script = SCRIPTS.stream().map(HtmlReport::local).collect(Collectors.joining("\n"));
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("policy", policy(echarts, script));
    parts.put("generator", "transferability-spark " + Versions.tool());
    parts.put("title", title(data));
    parts.put("summary", summary(data, run));
    parts.put("charts", version);
    parts.replaceAll((name, text) -> escaped(text));
    parts.put("style", local("page.css"));
    parts.put("echarts", echarts);
    parts.put("script", script);
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    String page = local("page.html");
    for (int at = 0; at < page.length(); ) {
      int open = page.indexOf("{{", at);
      if (open < 0) {
        writer.write(page, at, page.length() - at);
        break;
      }
      int close = page.indexOf("}}", open);
      writer.write(page, at, open - at);
      String name = page.substring(open + 2, close);
      switch (name) {
        case "data" -> writer.write(json(data));
        case "columns" -> writeColumns(data.columns(), writer);
        default -> writer.write(parts.get(name));
      }
      at = close + 2;
    }
    writer.flush();
  }

  private static void writeColumns(List<String> columns, Writer writer) throws IOException {
    for (int i = 0; i < columns.size(); i++) {
      writer.write("<script type=\"application/octet-stream\" id=\"c" + i + "\">");
      writer.write(columns.get(i));
      writer.write("</script>\n");
    }
  }

  private static String title(HtmlData data) {
    int sources = data.json().get("sources").size();
    int targets = data.json().get("targets").size();
    Set<String> datasets = new HashSet<>();
    data.json().get("targets").forEach(target -> datasets.add(target.get("dataset").asText()));
    return "Transferability of %s to %s%s"
        .formatted(
            count(sources, "source"),
            count(targets, "target"),
            datasets.size() > 1 ? " of " + count(datasets.size(), "dataset") : "");
  }

  private static String summary(HtmlData data, RunRecord run) {
    return "Estimated without fine-tuning: %s, scored %s by transferability-spark %s."
        .formatted(
            count(data.json().get("pairs").asInt(), "pair"),
            run.execution().started().replaceFirst("T.*", ""),
            Versions.tool());
  }

  private static String count(int count, String one) {
    return "%,d %s%s".formatted(count, one, count == 1 ? "" : "s");
  }

  private static String policy(String... scripts) {
    String hashes =
        Stream.of(scripts)
            .map(script -> "'sha256-" + sha256(script) + "'")
            .collect(Collectors.joining(" "));
    return "default-src 'none'; script-src "
        + hashes
        + "; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash a script: expected SHA-256, found none", e);
    }
  }

  private static String json(HtmlData data) throws IOException {
    return Json.MAPPER
        .writer()
        .without(SerializationFeature.INDENT_OUTPUT)
        .with(new NoMarkup())
        .writeValueAsString(data.json());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The version of the included charting library, from its package. */
  static String echartsVersion() {
    try (InputStream in = HtmlReport.class.getResourceAsStream(ECHARTS_PROPERTIES)) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String local(String name) {
    return resource(HOME + name);
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "Cannot write report.html: expected a resource of the jar, found none (" + name + ")");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Escapes JSON text so that it cannot end its element or begin another. */
  private static final class NoMarkup extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = standardAsciiEscapesForJSON();
      for (char markup : "<>&".toCharArray()) {
        escapes[markup] = CharacterEscapes.ESCAPE_STANDARD;
      }
      return escapes;
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
      return new SerializedString("\\u%04x".formatted(character));
    }
  }
}
