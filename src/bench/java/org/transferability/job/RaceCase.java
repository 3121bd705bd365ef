package org.transferability.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code --race} against a run over all rows: bytes, time, and whether the best sources are the
 * same. All draws are scored on all rows by one run; each draw is raced for alone.
 */
final class RaceCase {
  private static final int TOP = 3;

  private RaceCase() {}

  static BenchResult run(BenchCases.Context context, boolean quick) throws Exception {
    int draws = quick ? 3 : 20;
    int rows = context.options().rows();
    int sets = context.options().raceSets();
    BenchShape shape = BenchShape.many(sets, 1, rows, quick ? 128 : 256, 1);
    RaceData data =
        RaceData.of(context.options().data(context.home()), shape, draws, context.options().seed());
    context.local();
    BenchResult result =
        new Comparison("race", shape, context.options().cores())
            .note("whole jobs in this process, from arguments to files; one run each")
            .skipped();
    score(data.features(), data.targets(0), "race"); // warms up
    Outcome truth = score(data.features(), data.allTargets(), "none");
    Outcome alone = score(data.features(), data.targets(0), "none");
    int bestKept = 0;
    int bestFirst = 0;
    int topKept = 0;
    List<Double> seconds = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    for (int draw = 0; draw < draws; draw++) {
      Outcome race = score(data.features(), data.targets(draw), "race");
      String target = draws == 1 ? "y00000" : "y%05d".formatted(draw);
      List<String> expected = truth.best(target);
      List<String> found = race.best("y00000");
      Set<String> kept = new HashSet<>(found);
      bestKept += kept.contains(expected.get(0)) ? 1 : 0;
      bestFirst += found.get(0).equals(expected.get(0)) ? 1 : 0;
      topKept += (int) expected.subList(0, TOP).stream().filter(kept::contains).count();
      seconds.add(race.seconds() / alone.seconds());
      cpu.add(race.cpuSeconds() / alone.cpuSeconds());
      bytes.add((double) race.bytes() / alone.bytes());
    }
    Map<String, Object> facts = result.facts();
    facts.put("draws", draws);
    facts.put("all rows, seconds", "%.1f".formatted(alone.seconds()));
    facts.put("all rows, bytes read", alone.bytes());
    facts.put("race, share of the time, mean (target: <= 0.2)", "%.3f".formatted(mean(seconds)));
    facts.put("race, share of the CPU time, mean", "%.3f".formatted(mean(cpu)));
    facts.put("race, share of the bytes, mean (target: <= 0.2)", "%.3f".formatted(mean(bytes)));
    facts.put("best source among the finalists (target: all)", bestKept + " of " + draws);
    facts.put("best source first", bestFirst + " of " + draws);
    facts.put("best three among the finalists, with --top 1", topKept + " of " + TOP * draws);
    return result;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /**
   * A run.
   *
   * @param ranked sources that were scored on all rows, by target the best first
   */
  private record Outcome(
      double seconds, double cpuSeconds, long bytes, Map<String, List<String>> ranked) {
    List<String> best(String target) {
      return ranked.getOrDefault(target, ranked.values().iterator().next());
    }
  }

  private static Outcome score(String features, String targets, String mode) throws Exception {
    Path out = Files.createTempDirectory("transferability-race");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features",
                features,
                "--targets",
                targets,
                "--out",
                out.resolve("out").toString(),
                "--report",
                "none",
                "--quiet",
                "--estimators",
                "cv-r2"));
    if (mode.equals("race")) {
      arguments.add("--race");
    }
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    long before = bytesRead();
    double cpuBefore = ProcessClock.cpuNanos() / 1e9;
    long start = System.nanoTime();
    int exitCode = ScoreJob.run(arguments.toArray(String[]::new), nowhere, nowhere);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (exitCode != 0) {
      throw new IllegalStateException("Cannot time jobs/score: exit code " + exitCode);
    }
    return new Outcome(
        seconds,
        ProcessClock.cpuNanos() / 1e9 - cpuBefore,
        bytesRead() - before,
        ranked(out.resolve("out").resolve("scores.csv")));
  }

  private static Map<String, List<String>> ranked(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    List<String> header = List.of(lines.get(0).split(",", -1));
    int target = header.indexOf("target");
    int score = header.indexOf("score");
    int flags = header.indexOf("flags");
    Map<String, List<String[]>> rows = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      if (!cells[flags].contains("dropped")) {
        rows.computeIfAbsent(cells[target], t -> new ArrayList<>()).add(cells);
      }
    }
    Map<String, List<String>> ranked = new TreeMap<>();
    rows.forEach(
        (name, found) ->
            ranked.put(
                name,
                found.stream()
                    .sorted(
                        Comparator.comparingDouble(
                            (String[] cells) -> -Double.parseDouble(cells[score])))
                    .map(cells -> cells[header.indexOf("source")])
                    .toList()));
    return ranked;
  }

  /** Bytes that this process has read from files, cached ones included; Linux only. */
  private static long bytesRead() throws IOException {
    Path io = Path.of("/proc/self/io");
    if (!Files.isReadable(io)) {
      return 0;
    }
    return Files.readAllLines(io).stream()
        .filter(line -> line.startsWith("rchar:"))
        .mapToLong(line -> Long.parseLong(line.substring("rchar:".length()).strip()))
        .sum();
  }
}
