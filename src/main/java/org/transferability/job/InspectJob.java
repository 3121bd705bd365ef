package org.transferability.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.function.FailableFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.transferability.job.cli.CommonOptions;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.job.cli.OptionsLine;
import org.transferability.job.cli.OutputFormat;
import org.transferability.report.RunInspection;
import org.transferability.report.StateInspection;
import org.transferability.report.text.Terminal;
import org.transferability.state.StateFormat;
import org.transferability.state.StateHeader;
import org.transferability.study.InputException;
import org.transferability.study.Json;
import org.transferability.study.NearestName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobs/inspect}: shows a scored run from the files it left, without scoring again. */
public final class InspectJob {
  private InspectJob() {}

  @Command(
      name = "jobs/inspect",
      headerHeading = "Show a scored run (options, inputs, steps, rankings, flags) or a state.%n%n",
      customSynopsis = {"jobs/inspect PATH [options]"},
      footer = {
        "  jobs/inspect result",
        "  jobs/inspect zoo-state",
        "  jobs/inspect result --by 'linear-mse 1' --top 3",
        "  jobs/inspect hdfs:///result --format json | jq '.rankings'"
      })
  private static final class Options {
    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(
        paramLabel = "PATH",
        description = "The output directory of jobs/score, its --state, or one .moments file.")
    private String path;

    @Option(
        names = "--by",
        paramLabel = "ESTIMATOR",
        description = "Estimator of the rankings, with its penalty. Default: the one of the run.")
    private String by;

    @Option(
        names = "--top",
        paramLabel = "N",
        description = "Number of sources shown for each target. Default: 10.")
    private int top = 10;
  }

  /** Its options, for the completion of shells. */
  static Object options() {
    return new Options();
  }

  public static void main(String[] arguments) {
    Exits.endWith(() -> run(arguments, System.out));
  }

  static int run(String[] arguments, PrintStream out) throws IOException {
    Options options = new Options();
    if (OptionsLine.answered(out, options, arguments)) {
      return ExitCode.OK;
    }
    Configuration conf = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    boolean json = options.common.format() == OutputFormat.JSON;
    List<FileStatus> kept = stateFiles(conf, options.path);
    if (!kept.isEmpty()) {
      StateInspection state = state(conf, kept);
      out.print(json ? state.json() : state.text(Terminal.ofOutput().style()));
      out.flush();
      return ExitCode.OK;
    }
    RunInspection run =
        new RunInspection(
            read(conf, options.path, "run.json", "JSON", Json.MAPPER::readTree),
            read(conf, options.path, "scores.csv", "CSV", InspectJob::scores),
            options.top);
    List<String> measures = run.measures();
    if (measures.isEmpty() || (options.by != null && !measures.contains(options.by))) {
      throw new InputException(
          "Cannot rank by '%s': %s (--by)"
              .formatted(options.by, NearestName.expected(String.valueOf(options.by), measures)));
    }
    String by = options.by == null ? run.rankedBy() : options.by;
    out.print(json ? run.json(by) : run.text(by, Terminal.ofOutput().style()));
    out.flush();
    return ExitCode.OK;
  }

  /** The state files at a path: itself, or those in the folder; none where a run was written. */
  private static List<FileStatus> stateFiles(Configuration conf, String path) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    try {
      Path root = new Path(path);
      for (FileStatus file : root.getFileSystem(conf).listStatus(root)) {
        String name = file.getPath().getName();
        if (file.isFile() && name.endsWith(".moments") && !name.startsWith(".")) {
          found.add(file);
        }
      }
    } catch (FileNotFoundException | IllegalArgumentException e) {
      throw new InputException(
          "Cannot inspect %s: expected the output or the state of jobs/score, found nothing"
              .formatted(path),
          e);
    }
    found.sort(Comparator.comparing(file -> file.getPath().getName()));
    return found;
  }

  private static StateInspection state(Configuration conf, List<FileStatus> files)
      throws IOException {
    List<StateInspection.Kept> kept = new ArrayList<>();
    for (FileStatus file : files) {
      Path path = file.getPath();
      try (InputStream in = new BufferedInputStream(path.getFileSystem(conf).open(path))) {
        StateHeader header = StateFormat.readHeader(in, path.toString(), file.getLen());
        Map<String, Long> sections = new LinkedHashMap<>();
        header.sections().forEach(section -> sections.put(section.name(), section.bytes()));
        kept.add(
            new StateInspection.Kept(
                path.getName(),
                header.request().source(),
                header.request().dataset(),
                header.request().folds(),
                header.request().featureFiles().size(),
                header.request().identity(),
                header.request().options(),
                header.counts(),
                sections));
      }
    }
    return new StateInspection(kept);
  }

  private static List<Map<String, String>> scores(InputStream csv) throws IOException {
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(csv)) {
      return rows.readAll();
    }
  }

  private static <T> T read(
      Configuration conf,
      String path,
      String file,
      String form,
      FailableFunction<InputStream, T, IOException> reading)
      throws IOException {
    try (InputStream in = open(conf, path, file)) {
      return reading.apply(in);
    } catch (JsonProcessingException e) {
      throw new InputException(
          "Cannot inspect %s/%s: expected %s, found: %s"
              .formatted(path, file, form, e.getOriginalMessage()),
          e);
    }
  }

  private static InputStream open(Configuration conf, String path, String file) throws IOException {
    try {
      Path inside = new Path(path, file);
      return inside.getFileSystem(conf).open(inside);
    } catch (FileNotFoundException | IllegalArgumentException e) {
      throw new InputException(
          "Cannot inspect %s: expected the output directory of jobs/score, found no %s in it"
              .formatted(path, file),
          e);
    }
  }
}
