package org.transferability.job.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.sql.SparkSession;
import org.transferability.job.cli.CleanUp;
import org.transferability.report.OutputDirectory;
import org.transferability.report.RunRecord;
import org.transferability.run.RunInputs;
import org.transferability.run.ScoreOptions;
import org.transferability.study.InputException;
import org.transferability.study.Study;

/**
 * The tables of a run, copied to Parquet files that the run reads in their place. The copies are
 * removed when this is closed, or with the unfinished output if they are next to it. Without tables
 * nothing is copied.
 */
public final class TableInputs implements AutoCloseable {
  /** In the directory of --scratch, whose other contents are left alone. */
  private static final String FOLDER = "transferability-tables";

  private static final String JOBS = "tables";
  private static final int TRIES_TO_END = 100;
  private static final int MILLIS_BETWEEN = 50;

  private final SparkSession spark;
  private final Optional<OutputDirectory> scratch;
  private final Optional<CleanUp> cleanUp;
  private final OutputDirectory place;
  private final List<TableCopy> copies = new ArrayList<>();
  private ScoreOptions options;

  private TableInputs(SparkSession spark, ScoreOptions options, OutputDirectory output) {
    this.spark = spark;
    this.options = options;
    this.scratch =
        options
            .scratch()
            .map(
                folder ->
                    OutputDirectory.reserve(
                        spark.sparkContext().hadoopConfiguration(),
                        folder + "/" + FOLDER,
                        OutputDirectory.Existing.REFUSE,
                        List.of()));
    this.cleanUp = scratch.map(CleanUp::atShutdown);
    this.place = scratch.orElse(output);
  }

  /**
   * Copies the tables of a run, if it has any.
   *
   * @param output next to which the copies are made, unless the options name another directory
   * @throws InputException if a table is missing or wrong
   */
  public static TableInputs copy(SparkSession spark, ScoreOptions options, OutputDirectory output)
      throws IOException {
    TableInputs inputs = new TableInputs(spark, options, output);
    boolean done = false;
    try {
      inputs.copy();
      done = true;
      return inputs;
    } finally {
      if (!done) {
        inputs.endJobs();
        inputs.close();
      }
    }
  }

  private void copy() throws IOException {
    Study study = options.study();
    Study.Tables tables = study.tables();
    if (tables.isEmpty()) {
      return;
    }
    Optional<SessionTable> features =
        tables.features().map(table -> SessionTable.of(spark, Role.FEATURES, table));
    Optional<SessionTable> targets =
        tables.targets().map(table -> SessionTable.of(spark, Role.TARGETS, table));
    spark.sparkContext().setJobGroup(JOBS, "copy of tables", true);
    String featuresTree = study.features();
    String targetsTree = study.targets();
    if (features.isPresent()) {
      TableCopy copy = add(features.get());
      boolean ownLabels = targetsTree == null && targets.isEmpty();
      copy.write(study.columns(), ownLabels, set -> study.selects(set.get(0), set.get(1)));
      featuresTree = copy.root();
    }
    if (targets.isPresent()) {
      TableCopy copy = add(targets.get());
      copy.write(study.columns(), true, set -> study.selectsDataset(set.get(0)));
      targetsTree = copy.root();
    }
    spark.sparkContext().clearJobGroup();
    options = options.of(study.ofTrees(featuresTree, targetsTree));
  }

  private TableCopy add(SessionTable table) {
    TableCopy copy = new TableCopy(spark, table, place.temporary(table.role().toString()));
    copies.add(copy);
    return copy;
  }

  /** The options of a run that reads the copies. */
  public ScoreOptions options() {
    return options;
  }

  /** What a reader of the scores should know of the copies. */
  public List<String> warnings() {
    List<String> warnings =
        new ArrayList<>(scratch.map(OutputDirectory::notices).orElse(List.of()));
    copies.forEach(copy -> warnings.addAll(copy.warnings()));
    return warnings;
  }

  /** A text with the name of the table in the place of a file of its copy. */
  public String named(String text) {
    return named(text, TableCopy::named);
  }

  private String named(String text, BiFunction<TableCopy, String, String> naming) {
    String named = text;
    for (TableCopy copy : copies) {
      named = naming.apply(copy, named);
    }
    return named;
  }

  /** The same in an error. */
  public InputException named(InputException error) {
    return copies.isEmpty() ? error : new InputException(named(error.getMessage()), error);
  }

  /** The same in the record of a run. The inputs have the version of the table as well. */
  public RunInputs named(RunInputs inputs) {
    if (copies.isEmpty()) {
      return inputs;
    }
    return new RunInputs(
        inputs.inputs().stream().map(this::named).toList(),
        inputs.skipped().stream()
            .map(set -> new RunRecord.Skipped(set.source(), set.dataset(), named(set.reason())))
            .toList(),
        inputs.warnings().stream().map(this::named).toList());
  }

  private RunRecord.Input named(RunRecord.Input input) {
    Set<String> paths = new LinkedHashSet<>();
    input.paths().forEach(path -> paths.add(named(path, TableCopy::namedWithVersion)));
    return input.at(List.copyOf(paths));
  }

  /** Ends what writes, so that nothing writes to a directory that is removed. */
  private void endJobs() {
    SparkContext context = spark.sparkContext();
    context.cancelJobGroup(JOBS);
    boolean interrupted = false;
    for (int tries = 0; tries < TRIES_TO_END && isBusy(context); tries++) {
      try {
        TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isBusy(SparkContext context) {
    for (SparkExecutorInfo executor : context.statusTracker().getExecutorInfos()) {
      if (executor.numRunningTasks() > 0) {
        return true;
      }
    }
    return false;
  }

  /** Removes the copies that are not next to the output. */
  @Override
  public void close() throws IOException {
    if (scratch.isPresent()) {
      scratch.get().close();
    }
    cleanUp.ifPresent(CleanUp::cancel);
  }
}
