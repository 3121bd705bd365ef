package org.transferability.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.transferability.importing.ImportManifest;
import org.transferability.importing.ImportPlan;
import org.transferability.importing.ImportTable;
import org.transferability.importing.SourceListing;
import org.transferability.importing.TableImport;
import org.transferability.job.cli.CleanUp;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.job.cli.OptionsLine;
import org.transferability.job.cli.OutputFormat;
import org.transferability.read.tree.ListedFolders;
import org.transferability.report.OutputDirectory;
import org.transferability.report.Versions;
import org.transferability.report.text.Progress;
import org.transferability.report.text.Terminal;
import org.transferability.run.DaemonThreads;
import org.transferability.run.ScoreOptions;
import org.transferability.study.InputException;

/**
 * {@code jobs/import}: copies other people's files into the layout that the jobs read. Nothing is
 * computed and nothing shuffled, so threads of this process do it, without starting Spark; its
 * settings ({@code spark.hadoop.*}) still say where files are.
 */
public final class ImportJob {
  /** Tables of a kind, and columns of a table, that the summary lists. */
  private static final int MOST_TABLES = 10;

  private static final int MOST_COLUMNS = 8;

  /** Megabytes from which on progress is told in megabytes. */
  private static final long LARGE = 64;

  private final ImportOptions options;
  private final PrintStream out;
  private final PrintStream err;

  private ImportJob(ImportOptions options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    Exits.endWith(() -> run(arguments, System.out, System.err));
  }

  /** The whole job in this process. */
  static int run(String[] arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    ImportOptionsCommand command = new ImportOptionsCommand();
    Optional<String> text = OptionsLine.parse(command, arguments);
    if (text.isPresent()) {
      out.println(text.get());
      return ExitCode.OK;
    }
    return new ImportJob(command.options(), out, err).run();
  }

  private int run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Configuration conf = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    try (OutputDirectory output =
        OutputDirectory.reserve(conf, options.out(), options.existing(), List.of(options.from()))) {
      CleanUp cleanUp = CleanUp.atShutdown(output);
      try {
        ListedFolders folders = new ListedFolders();
        List<ImportTable> tables =
            ImportPlan.of(SourceListing.of(conf, options.from(), folders), options.patterns());
        folders.warnings().forEach(warning -> err.println("warning: " + warning));
        List<ImportManifest.Table> done = importAll(conf, tables, output);
        requireSameRows(done);
        ImportManifest manifest =
            new ImportManifest(
                "transferability-spark " + Versions.tool(), options.describe(), done);
        try (OutputStream json = output.create("manifest.json")) {
          json.write(manifest.json());
        }
        output.publish();
        output.notices().forEach(notice -> err.println("warning: " + notice));
        say(manifest, output.target(), (System.nanoTime() - start) / 1e9);
        return ExitCode.OK;
      } finally {
        cleanUp.cancel();
      }
    }
  }

  private List<ImportManifest.Table> importAll(
      Configuration conf, List<ImportTable> tables, OutputDirectory output)
      throws IOException, InterruptedException {
    long megabytes = tables.stream().mapToLong(ImportTable::bytes).sum() >> 20;
    AtomicLong bytes = new AtomicLong();
    int threads = Math.min(options.threads(), tables.size());
    ExecutorService pool = Executors.newFixedThreadPool(threads, DaemonThreads.named("import"));
    Progress.Mode mode =
        options.verbosity() == ScoreOptions.Verbosity.QUIET
            ? Progress.Mode.NONE
            : Progress.modeFor(Terminal.ofError());
    boolean large = megabytes >= LARGE;
    try (Progress progress =
        Progress.start(err, mode, large ? megabytes : tables.size(), large ? "MB" : "tables")) {
      List<Future<ImportManifest.Table>> running = new ArrayList<>();
      for (ImportTable table : tables) {
        TableImport work =
            new TableImport(
                conf,
                table,
                options.files(),
                options.checksums(),
                output::create,
                read -> {
                  long before = bytes.getAndAdd(read);
                  progress.advance(large ? ((before + read) >> 20) - (before >> 20) : 0);
                });
        running.add(pool.submit(work::run));
      }
      List<ImportManifest.Table> done = new ArrayList<>();
      for (Future<ImportManifest.Table> table : running) {
        done.add(table.get());
        progress.advance(large ? 0 : 1);
      }
      return done;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      pool.shutdownNow();
      pool.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  /** Row numbers join only tables that hold the same rows. */
  private static void requireSameRows(List<ImportManifest.Table> tables) {
    Map<String, ImportManifest.Table> first = new HashMap<>();
    for (ImportManifest.Table table : tables) {
      if (!table.ids().equals("row number")) {
        continue;
      }
      ImportManifest.Table other = first.putIfAbsent(table.dataset(), table);
      if (other != null && other.rows() != table.rows()) {
        throw new InputException(
            "Cannot import dataset '%s': expected as many rows in every file, since row numbers are the ids, found %d in %s and %d in %s; name the ids by --ids or --id-column"
                .formatted(
                    table.dataset(),
                    other.rows(),
                    other.inputs().get(0).path(),
                    table.rows(),
                    table.inputs().get(0).path()));
      }
    }
  }

  private void say(ImportManifest manifest, String target, double seconds) throws IOException {
    if (options.format() == OutputFormat.JSON) {
      out.write(manifest.json());
    } else if (options.verbosity() == ScoreOptions.Verbosity.NORMAL) {
      out.print(summary(manifest, target, seconds));
    }
    out.flush();
  }

  private static String firstOf(List<String> columns) {
    return columns.size() <= MOST_COLUMNS
        ? String.join(", ", columns)
        : String.join(", ", columns.subList(0, MOST_COLUMNS))
            + " and %,d more".formatted(columns.size() - MOST_COLUMNS);
  }

  private static String summary(ImportManifest manifest, String target, double seconds) {
    Map<String, Long> counts = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    long rows = 0;
    for (ImportManifest.Table table : manifest.tables()) {
      long before = counts.merge(table.kind(), 1L, Long::sum);
      rows += table.rows();
      if (before <= MOST_TABLES) {
        List<String> columns =
            table.columns().stream()
                .map(c -> c.name() + " (" + c.width() + " " + c.type() + ")")
                .toList();
        text.append(
            "  %s%s on %s: %,d rows, %s%s%n"
                .formatted(
                    table.kind(),
                    table.source() == null ? "" : " of " + table.source(),
                    table.dataset(),
                    table.rows(),
                    firstOf(columns),
                    table.rowsWithMissing() == 0
                        ? ""
                        : ", %,d with missing values".formatted(table.rowsWithMissing())));
        if (table.order() != null) {
          text.append("    %,d files in natural order%n".formatted(table.inputs().size()));
        }
        table.leftOut().stream()
            .limit(MOST_COLUMNS)
            .forEach(
                column ->
                    text.append(
                        "    left out %s: %s%n".formatted(column.column(), column.reason())));
        if (table.leftOut().size() > MOST_COLUMNS) {
          text.append(
              "    left out %,d more, see manifest.json%n"
                  .formatted(table.leftOut().size() - MOST_COLUMNS));
        }
      }
    }
    counts.forEach(
        (kind, tables) -> {
          if (tables > MOST_TABLES) {
            text.append("  and %,d more of %s%n".formatted(tables - MOST_TABLES, kind));
          }
        });
    text.append(
        String.format(
            Locale.ROOT,
            "Wrote %,d rows of %s to %s in %.1fs%n",
            rows,
            counts.entrySet().stream()
                .map(
                    e ->
                        e.getValue()
                            + " table"
                            + (e.getValue() == 1 ? "" : "s")
                            + " of "
                            + e.getKey())
                .reduce((a, b) -> a + " and " + b)
                .orElse("nothing"),
            target,
            seconds));
    String next = "jobs/validate";
    for (String kind : counts.keySet()) {
      next += " --" + kind + " " + target + "/" + kind;
    }
    return text.append("Next: ").append(next).append('\n').toString();
  }
}
