package org.transferability.job;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.job.cli.OptionsLine;
import org.transferability.job.cli.OutputFormat;
import org.transferability.read.LabelColumn;
import org.transferability.read.label.LabelSchema;
import org.transferability.read.label.LabelTable;
import org.transferability.read.tree.FeatureFiles;
import org.transferability.read.tree.FeatureTree;
import org.transferability.read.tree.ListedFolders;
import org.transferability.read.tree.TargetFiles;
import org.transferability.read.tree.TargetTree;
import org.transferability.report.TreeReport;
import org.transferability.report.TreeReport.Finding;
import org.transferability.report.TreeReport.LabelFound;
import org.transferability.report.TreeReport.Severity;
import org.transferability.report.TreeReport.TargetsFound;
import org.transferability.report.text.Progress;
import org.transferability.report.text.Terminal;
import org.transferability.run.DaemonThreads;
import org.transferability.run.plan.LeftOutColumns;
import org.transferability.study.InputException;

/**
 * {@code jobs/validate}: reads a tree as {@code jobs/score} would, and reports all problems, not
 * only the first one. Threads of this process do it, without starting Spark; labels of one dataset
 * at a time are in memory.
 */
public final class ValidateJob {
  private final ValidateOptionsCommand options;
  private final PrintStream out;
  private final PrintStream err;
  private final List<Finding> findings = new ArrayList<>();

  private ValidateJob(ValidateOptionsCommand options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    Exits.endWith(() -> run(arguments, System.out, System.err));
  }

  public static int run(String[] arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    ValidateOptionsCommand command = new ValidateOptionsCommand();
    if (OptionsLine.answered(out, command, arguments)) {
      return ExitCode.OK;
    }
    return new ValidateJob(command.checked(), out, err).validate();
  }

  private int validate() throws IOException, InterruptedException {
    Configuration conf = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    ListedFolders folders = new ListedFolders();
    List<FeatureFiles> sets = FeatureTree.list(conf, options.features, folders);
    Map<String, TargetFiles> targets = new TreeMap<>();
    if (options.targets != null) {
      TargetTree.list(conf, options.targets, folders).forEach(t -> targets.put(t.dataset(), t));
    }
    for (String warning : folders.warnings()) {
      warning("folders", warning, "nothing if this is intended");
    }
    Map<String, List<FeatureFiles>> byDataset =
        sets.stream()
            .collect(
                Collectors.groupingBy(FeatureFiles::dataset, TreeMap::new, Collectors.toList()));
    List<TreeReport.SetFound> found = new ArrayList<>();
    List<TargetsFound> foundTargets = new ArrayList<>();
    ExecutorService pool =
        Executors.newFixedThreadPool(options.threads, DaemonThreads.named("validate"));
    try (Progress progress =
        Progress.start(err, Progress.modeFor(Terminal.ofError()), sets.size(), "feature sets")) {
      for (Map.Entry<String, List<FeatureFiles>> dataset : byDataset.entrySet()) {
        Optional<LabelTable> labels =
            labels(conf, targets.get(dataset.getKey()), dataset.getKey(), foundTargets);
        Optional<RowCoverage> coverage = labels.map(RowCoverage::new);
        List<TreeCheck> checks = new ArrayList<>();
        List<Future<TreeCheck.Result>> running = new ArrayList<>();
        for (FeatureFiles set : dataset.getValue()) {
          TreeCheck check = new TreeCheck(conf, options.columns(), options.depth(), set, labels);
          checks.add(check);
          running.add(pool.submit(check::run));
        }
        for (int s = 0; s < checks.size(); s++) {
          TreeCheck.Result result = result(running.get(s));
          if (result.matched().isPresent()) {
            coverage.orElseThrow().add(checks.get(s).where, result.matched().get());
          }
          found.add(result.found());
          findings.addAll(result.findings());
          progress.advance(1);
        }
        coverage.ifPresent(rows -> findings.addAll(rows.findings()));
      }
    } finally {
      pool.shutdownNow();
    }
    for (String dataset : targets.keySet()) {
      if (!byDataset.containsKey(dataset)) {
        warning(
            "labels of dataset '" + dataset + "'",
            "no source has features for it",
            "nothing if they will be added later; otherwise check the name of the folder");
      }
    }
    TreeReport report = new TreeReport(found, foundTargets, findings);
    out.print(
        options.format() == OutputFormat.JSON
            ? report.json()
            : report.text(Terminal.ofOutput().style()));
    out.flush();
    return report.errors() == 0 ? ExitCode.OK : ExitCode.USAGE;
  }

  private static TreeCheck.Result result(Future<TreeCheck.Result> set) throws InterruptedException {
    try {
      return set.get();
    } catch (ExecutionException e) {
      throw ExceptionUtils.asRuntimeException(e.getCause());
    }
  }

  /** The labels of a dataset; adds their problems to the findings. */
  private Optional<LabelTable> labels(
      Configuration conf, TargetFiles files, String dataset, List<TargetsFound> found)
      throws IOException {
    String where = "labels of dataset '" + dataset + "'";
    if (files == null) {
      if (options.targets != null) {
        error(
            where,
            "no folder dataset=%s in %s".formatted(dataset, options.targets),
            "add its labels, or exclude the dataset (--datasets of jobs/score)");
      }
      return Optional.empty();
    }
    try {
      LabelSchema schema = LabelSchema.of(conf, files, options.columns().id());
      List<String> names = schema.names();
      if (!schema.leftOut().isEmpty()) {
        warning(
            where,
            "columns that are not targets: " + LeftOutColumns.words(schema.leftOut()),
            "nothing, unless it should be a target: write it as a number, a boolean or a list of them");
      }
      if (names.isEmpty()) {
        error(
            where,
            "no column with numbers except the id",
            "add a column of numbers, or of lists of numbers");
        return Optional.empty();
      }
      LabelTable table = LabelTable.read(conf, files, options.columns().id(), names);
      List<LabelFound> columns = missing(table);
      found.add(
          new TargetsFound(
              dataset,
              files.files().size(),
              table.rows(),
              table.idKind().isNumber() ? "numbers" : "text",
              columns));
      judge(where, table, columns);
      return Optional.of(table);
    } catch (InputException e) {
      error(where, e.getMessage(), "write the labels again");
      return Optional.empty();
    }
  }

  private void judge(String where, LabelTable table, List<LabelFound> columns) {
    for (LabelFound column : columns) {
      if (column.missing() == table.rows()) {
        error(
            where,
            "target '%s' is missing in all rows".formatted(column.name()),
            "exclude it by --target-names");
      } else if (column.missing() > 0) {
        warning(
            where,
            "target '%s' is missing in %,d of %,d rows"
                .formatted(column.name(), column.missing(), table.rows()),
            "nothing: it is scored on the rows that have it");
      }
    }
  }

  private static List<LabelFound> missing(LabelTable table) {
    long[] missing = new long[table.columns().size()];
    double[] row = new double[table.outputs()];
    for (int r = 0; r < table.rows(); r++) {
      table.copyLabels(r, row, 0);
      int at = 0;
      for (int c = 0; c < missing.length; c++) {
        boolean lacks = table.columns().get(c).width() == 0;
        for (int end = at + table.columns().get(c).width(); at < end; at++) {
          lacks |= Double.isNaN(row[at]);
        }
        missing[c] += lacks ? 1 : 0;
      }
    }
    List<LabelFound> found = new ArrayList<>();
    for (int c = 0; c < missing.length; c++) {
      LabelColumn column = table.columns().get(c);
      found.add(new LabelFound(column.name(), column.width(), missing[c]));
    }
    return found;
  }

  private void error(String where, String what, String fix) {
    findings.add(new Finding(Severity.ERROR, where, what, fix));
  }

  private void warning(String where, String what, String fix) {
    findings.add(new Finding(Severity.WARNING, where, what, fix));
  }
}
