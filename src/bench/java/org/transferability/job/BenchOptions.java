package org.transferability.job;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code jobs/bench}. */
@Command(
    name = "jobs/bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Times the jobs, after warm-up and on generated Parquet files, and alternatives to them.")
final class BenchOptions {
  @Option(
      names = "--quick",
      description = "Small sizes, three repeats, fewer cases: under two minutes.")
  private boolean quick;

  @Option(
      names = "--case",
      paramLabel = "GLOB",
      split = ",",
      description = "Only cases whose name matches (see --list).")
  private List<String> cases = List.of("*");

  @Option(names = "--list", description = "Print the names of the cases and end.")
  private boolean list;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "Number of runs after warm-up, of which the median is used. Default: 5, or 3 if quick.")
  private Integer repeats;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Number of rows of the wide sets. Default: 100000, or 10000 if quick.")
  private Integer rows;

  @Option(
      names = "--sets",
      paramLabel = "N",
      description = "Number of feature sets of the case race. Default: 60, or 20 if quick.")
  private Integer sets;

  @Option(names = "--cores", paramLabel = "N", description = "Number of cores. Default: all.")
  private int cores = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the generated data. Default: 1.")
  private long seed = 1;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Directory of the generated data, which is used again. Default: target/bench-data.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "JSON file with every time. Default: target/bench/result.json.")
  private Path out;

  @Option(
      names = "--python",
      paramLabel = "PROGRAM",
      description =
          "A Python with numpy and scikit-learn. Default: the first of python3, /usr/bin/python3"
              + " that has them; if there is none, these alternatives are skipped.")
  private List<String> pythons = List.of("python3", "/usr/bin/python3");

  boolean isQuick() {
    return quick;
  }

  boolean isList() {
    return list;
  }

  List<String> cases() {
    return cases;
  }

  Timed.Repeats repeats() {
    return new Timed.Repeats(repeats != null ? repeats : quick ? 3 : 5, quick ? 2 : 30);
  }

  int rows() {
    return rows != null ? rows : quick ? 10_000 : 100_000;
  }

  int raceSets() {
    return sets != null ? sets : quick ? 20 : 60;
  }

  int cores() {
    return cores;
  }

  long seed() {
    return seed;
  }

  Path data(Path home) {
    return data != null ? data : home.resolve("target/bench-data");
  }

  Path out(Path home) {
    return out != null ? out : home.resolve("target/bench/result.json");
  }

  List<String> pythons() {
    return pythons;
  }
}
