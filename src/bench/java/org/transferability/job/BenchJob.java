package org.transferability.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.linear.Blas;
import org.transferability.report.Versions;
import org.transferability.study.Glob;
import org.transferability.study.InputException;
import picocli.CommandLine;

/** {@code jobs/bench}: runs the cases one after the other, prints each as it ends, writes JSON. */
public final class BenchJob {
  private BenchJob() {}

  public static void main(String[] arguments) {
    BenchOptions options = new BenchOptions();
    CommandLine line = new CommandLine(options);
    line.parseArgs(arguments);
    if (line.isUsageHelpRequested()) {
      line.usage(System.out);
      return;
    }
    System.exit(Exits.of(System.err, () -> run(options)));
  }

  private static int run(BenchOptions options) throws Exception {
    Path home = Installation.home();
    Map<String, BenchCases.Case> cases = selected(options);
    if (options.isList()) {
      cases.keySet().forEach(System.out::println);
      return ExitCode.OK;
    }
    Blas.load(); // before Spark's own classes can look for a library
    List<BenchResult> results = new ArrayList<>();
    Map<String, Object> machine = machine(options);
    System.out.println(machine);
    try (BenchSessions sessions = new BenchSessions(home)) {
      BenchCases.Context context =
          new BenchCases.Context(options, home, sessions, Rivals.of(options, home));
      for (Map.Entry<String, BenchCases.Case> each : cases.entrySet()) {
        double before = ProcessClock.load();
        List<BenchResult> parts = each.getValue().run(context);
        for (BenchResult part : parts) {
          part.facts().put("load average before and after", before + ", " + ProcessClock.load());
          System.out.print(BenchReport.text(part));
          System.out.flush();
          results.add(part);
        }
        BenchReport.json(options.out(home), machine, results);
      }
    }
    System.out.println("\nWritten: " + options.out(home));
    return ExitCode.OK;
  }

  private static Map<String, BenchCases.Case> selected(BenchOptions options) {
    Map<String, BenchCases.Case> selected = new LinkedHashMap<>();
    List<Glob> globs = options.cases().stream().map(Glob::new).toList();
    BenchCases.all(options)
        .forEach(
            (name, each) -> {
              if (globs.stream().anyMatch(glob -> glob.matches(name))) {
                selected.put(name, each);
              }
            });
    if (selected.isEmpty()) {
      throw new InputException(
          "Cannot run the benchmark: expected a case of %s, found none like %s"
              .formatted(BenchCases.all(options).keySet(), options.cases()));
    }
    return selected;
  }

  private static Map<String, Object> machine(BenchOptions options) throws IOException {
    Map<String, Object> machine = new LinkedHashMap<>();
    Path cpus = Path.of("/proc/cpuinfo");
    if (Files.isReadable(cpus)) {
      Files.readAllLines(cpus).stream()
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .ifPresent(line -> machine.put("cpu", line.replaceFirst("[^:]*: *", "")));
    }
    machine.put("cores", options.cores());
    machine.put("memoryGiB", Math.round(ProcessClock.memoryGib()));
    machine.put("heapMiB", Runtime.getRuntime().maxMemory() >> 20);
    machine.putAll(
        Versions.all(org.apache.spark.package$.MODULE$.SPARK_VERSION(), Blas.description()));
    machine.put("repeats", options.repeats().timed());
    machine.put("quick", options.isQuick());
    return machine;
  }
}
