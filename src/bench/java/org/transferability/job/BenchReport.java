package org.transferability.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as text and as JSON. */
final class BenchReport {
  private BenchReport() {}

  /** The lines of one result. */
  static String text(BenchResult result) {
    StringBuilder text = new StringBuilder();
    text.append("%n%s: %s%n".formatted(result.name(), result.work()));
    Timed ours = result.ours();
    if (!ours.runs().isEmpty()) {
      text.append(line(ours, ""));
      text.append(
          String.format(
              Locale.ROOT,
              "    %,.0f rows/s, %,.0f MB/s, %.1f GF/s a core%s%n",
              result.rows() / ours.median(),
              result.bytes() / ours.median() / 1e6,
              result.gigaflopsPerCore(),
              steps(result.steps())));
    }
    for (BenchResult.Rival rival : result.rivals()) {
      String target =
          rival.target().isPresent()
              ? String.format(Locale.ROOT, " (target: >= %.2f)", rival.target().getAsDouble())
              : "";
      text.append(
          line(
              rival.timed(),
              String.format(Locale.ROOT, "  %.2f times ours%s", rival.ratio(ours), target)));
    }
    result.facts().forEach((name, value) -> text.append("    %s: %s%n".formatted(name, value)));
    result.notes().forEach(note -> text.append("    note: %s%n".formatted(note)));
    return text.toString();
  }

  private static String line(Timed timed, String rest) {
    return String.format(
        Locale.ROOT,
        "  %-34s %8.3f s  (%.3f to %.3f; CPU %.2f)%s%n",
        timed.name(),
        timed.median(),
        timed.fastest(),
        timed.slowest(),
        timed.medianCpu(),
        rest);
  }

  private static String steps(Map<String, Double> steps) {
    StringBuilder text = new StringBuilder();
    steps.forEach(
        (step, seconds) -> text.append(String.format(Locale.ROOT, "; %s %.3f s", step, seconds)));
    return text.toString();
  }

  /** Everything, machine included. */
  static void json(Path file, Map<String, Object> machine, List<BenchResult> results)
      throws IOException {
    List<Map<String, Object>> cases = new ArrayList<>();
    for (BenchResult result : results) {
      cases.add(map(result));
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine);
    all.put("cases", cases);
    Files.createDirectories(file.toAbsolutePath().getParent());
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
  }

  private static Map<String, Object> map(BenchResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("case", result.name());
    map.put("work", result.work());
    map.put("cores", result.cores());
    if (!result.ours().runs().isEmpty()) {
      double seconds = result.ours().median();
      map.put("ours", map(result.ours()));
      map.put("rowsPerSecond", result.rows() / seconds);
      map.put("megabytesPerSecond", result.bytes() / seconds / 1e6);
      map.put("gigaflopsPerSecondPerCore", result.gigaflopsPerCore());
      map.put("stepSeconds", result.steps());
    }
    List<Map<String, Object>> rivals = new ArrayList<>();
    for (BenchResult.Rival rival : result.rivals()) {
      Map<String, Object> one = map(rival.timed());
      one.put("ratio", rival.ratio(result.ours()));
      one.put("cpuRatio", rival.cpuRatio(result.ours()));
      rival.target().ifPresent(target -> one.put("askedFor", target));
      rivals.add(one);
    }
    map.put("rivals", rivals);
    map.put("facts", result.facts());
    map.put("notes", result.notes());
    return map;
  }

  private static Map<String, Object> map(Timed timed) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", timed.name());
    map.put("medianSeconds", timed.median());
    map.put("minSeconds", timed.fastest());
    map.put("maxSeconds", timed.slowest());
    map.put("medianCpuSeconds", timed.medianCpu());
    map.put("seconds", timed.runs().stream().map(Contender.Run::seconds).toList());
    return map;
  }
}
