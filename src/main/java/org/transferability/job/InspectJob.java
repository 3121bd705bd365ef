package org.transferability.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.transferability.report.RunInspection;
import org.transferability.report.Terminal;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobs/inspect}: shows a scored run from the files it left, without scoring again. */
public final class InspectJob {
  private static final ObjectMapper JSON = new ObjectMapper();

  private InspectJob() {}

  @Command(
      name = "jobs/inspect",
      sortOptions = false,
      mixinStandardHelpOptions = true,
      versionProvider = ScoreOptionsCommand.Version.class,
      optionListHeading = "%n",
      headerHeading = "Show a scored run: options, inputs, steps, rankings, flags.%n%n",
      synopsisHeading = "Usage: ",
      customSynopsis = {"jobs/inspect PATH [options]"},
      footerHeading = "%nExamples:%n",
      footer = {
        "  jobs/inspect result",
        "  jobs/inspect result --by 'linear-mse 1' --top 3",
        "  jobs/inspect hdfs:///result --format json | jq '.rankings'"
      })
  private static final class Options {
    @Parameters(paramLabel = "PATH", description = "The output directory of jobs/score.")
    private String path;

    @Option(
        names = "--by",
        paramLabel = "ESTIMATOR",
        description = "What the rankings are by, with its penalty. Default: the first in the file.")
    private String by;

    @Option(
        names = "--top",
        paramLabel = "N",
        description = "Sources shown of each target. Default: 10.")
    private int top = 10;

    @Option(
        names = "--format",
        paramLabel = "text|json",
        description = "What is printed. Default: text.")
    private String format = "text";
  }

  /** Its options, for the completion of shells. */
  static Object options() {
    return new Options();
  }

  public static void main(String[] arguments) {
    Exits.endWith(() -> run(arguments, System.out));
  }

  /** The whole job in this process. */
  static int run(String[] arguments, PrintStream out) throws IOException {
    Options options = new Options();
    Optional<String> text = OptionsLine.parse(options, arguments);
    if (text.isPresent()) {
      out.println(text.get());
      return ExitCode.OK;
    }
    Configuration conf = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    RunInspection run =
        new RunInspection(record(conf, options.path), scores(conf, options.path), options.top);
    List<String> measures = run.measures();
    if (measures.isEmpty() || (options.by != null && !measures.contains(options.by))) {
      throw new InputException(
          "Cannot rank by '%s': %s (--by)"
              .formatted(options.by, NearestName.expected(String.valueOf(options.by), measures)));
    }
    String by = options.by == null ? measures.get(0) : options.by;
    out.print(
        OptionsLine.choice("--format", options.format, OutputFormat.values()) == OutputFormat.JSON
            ? run.json(by)
            : run.text(by, Terminal.ofOutput().style()));
    out.flush();
    return ExitCode.OK;
  }

  private static JsonNode record(Configuration conf, String path) throws IOException {
    try (InputStream in = open(conf, path, "run.json")) {
      return JSON.readTree(in);
    } catch (JsonProcessingException e) {
      throw new InputException(
          "Cannot inspect %s/run.json: expected JSON, found: %s"
              .formatted(path, e.getOriginalMessage()),
          e);
    }
  }

  private static List<Map<String, String>> scores(Configuration conf, String path)
      throws IOException {
    try (InputStream in = open(conf, path, "scores.csv");
        MappingIterator<Map<String, String>> rows =
            new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(in)) {
      return rows.readAll();
    } catch (JsonProcessingException e) {
      throw new InputException(
          "Cannot inspect %s/scores.csv: expected CSV, found: %s"
              .formatted(path, e.getOriginalMessage()),
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
