package org.transferability.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One wide set through {@code jobs/score} as a process whose heap is limited. */
final class HeapCase {
  private static final Pattern HEAP = Pattern.compile("(\\d+)M->(\\d+)M\\(");
  private static final int LIMIT_MIB = 1536;

  private HeapCase() {}

  static BenchResult run(BenchCases.Context context, int width) throws Exception {
    BenchShape shape = BenchShape.wide(2 * width, width);
    BenchData data = context.data(shape);
    Path folder = Files.createTempDirectory("transferability-bench");
    Path log = folder.resolve("gc.log");
    BenchResult result =
        new Comparison("heap-" + width, shape, context.options().cores())
            .note("a process of its own, start-up included: not to be compared with other times")
            .skipped();
    context.sessions().close();
    double seconds = score(context, data, folder, log);
    Map<String, Object> facts = new TreeMap<>();
    facts.put("heap limit, MiB", LIMIT_MIB);
    facts.put("outcome", seconds < 0 ? "failed" : "scored");
    facts.put("seconds with start-up", String.format(Locale.ROOT, "%.1f", Math.abs(seconds)));
    if (Files.exists(log)) {
      facts.put("most heap before a collection, MiB", most(log, 1));
      facts.put("most heap after a collection, MiB", most(log, 2));
    }
    result.facts().putAll(facts);
    return result;
  }

  private static double score(BenchCases.Context context, BenchData data, Path folder, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                context.home().resolve("jobs/score").toString(),
                "--features",
                data.features(),
                "--targets",
                data.targets(),
                "--out",
                folder.resolve("out").toString(),
                "--",
                "--driver-memory",
                LIMIT_MIB + "m",
                "--master",
                "local[" + context.options().cores() + "]")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    // As a user's shell would have it: what our own start has set is not to be inherited.
    builder.environment().keySet().removeAll(List.of("SPARK_ENV_LOADED", "SPARK_HOME"));
    builder.environment().put("SPARK_SUBMIT_OPTS", "-Xlog:gc:file=" + log);
    long start = System.nanoTime();
    Process process = builder.start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    return ended && process.exitValue() == 0 ? seconds : -seconds;
  }

  private static long most(Path log, int group) throws IOException {
    long most = 0;
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = HEAP.matcher(line);
      if (matcher.find()) {
        most = Math.max(most, Long.parseLong(matcher.group(group)));
      }
    }
    return most;
  }
}
