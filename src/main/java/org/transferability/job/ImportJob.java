package org.transferability.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.transferability.importing.FileContents;
import org.transferability.importing.ImportManifest;
import org.transferability.importing.ImportPatterns;
import org.transferability.importing.ImportPlan;
import org.transferability.importing.ImportTable;
import org.transferability.importing.SourceListing;
import org.transferability.importing.TableImport;
import org.transferability.importing.source.Id;
import org.transferability.job.cli.CleanUp;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.job.cli.OutputFormat;
import org.transferability.read.tree.ListedFolders;
import org.transferability.report.OutputDirectory;
import org.transferability.report.Versions;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Progress;
import org.transferability.report.text.ShellWord;
import org.transferability.report.text.Terminal;
import org.transferability.run.DaemonThreads;
import org.transferability.run.ScoreOptions;
import org.transferability.study.InputException;
import org.transferability.study.Json;

/**
 * {@code jobs/import}: copies other people's files into the layout that the jobs read. Nothing is
 * computed and nothing shuffled, so threads of this process do it, without starting Spark; its
 * settings ({@code spark.hadoop.*}) still determine where files are.
 */
public final class ImportJob {
  /** Tables of a kind, and columns of a table, that the summary lists. */
  private static final int MOST_TABLES = 10;

  private static final int MOST_COLUMNS = 8;

  /** From this many megabytes on, progress is shown in megabytes. */
  private static final long LARGE = 64;

  private static final Comparator<ImportManifest.Table> ORDER =
      Comparator.comparing(ImportManifest.Table::kind)
          .thenComparing(ImportManifest.Table::dataset)
          .thenComparing(
              ImportManifest.Table::source, Comparator.nullsFirst(Comparator.naturalOrder()));

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

  static int run(String[] arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    ImportOptions.Request request = ImportOptions.parse(arguments);
    if (request.text().isPresent()) {
      out.println(request.text().get());
      return ExitCode.OK;
    }
    return new ImportJob(request.options(), out, err).run();
  }

  private int run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Configuration conf = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    try (OutputDirectory output =
        OutputDirectory.reserve(
            conf, options.out, options.output.existing(), List.of(options.from))) {
      CleanUp cleanUp = CleanUp.atShutdown(output);
      try {
        ListedFolders folders = new ListedFolders();
        ImportPatterns patterns = options.patterns();
        List<ImportTable> tables =
            ImportPlan.of(
                SourceListing.of(conf, options.from, folders),
                patterns,
                new FileContents(conf, patterns.csv()));
        folders.warnings().forEach(warning -> err.println("warning: " + warning));
        List<ImportManifest.Table> done = importAll(conf, tables, output);
        requireSameRows(done);
        ImportManifest manifest =
            new ImportManifest(
                "transferability-spark " + Versions.tool(), options.describe(), done);
        try (OutputStream json = output.create("manifest.json")) {
          Json.write(manifest, json);
        }
        output.publish();
        ResultWriter.warn(output.notices(), err);
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
    int threads = Math.min(options.threads, tables.size());
    ExecutorService pool = Executors.newFixedThreadPool(threads, DaemonThreads.named("import"));
    Progress.Mode mode =
        options.output.verbosity() == ScoreOptions.Verbosity.QUIET
            ? Progress.Mode.NONE
            : Progress.modeFor(Terminal.ofError());
    boolean large = megabytes >= LARGE;
    try (Progress progress =
        Progress.start(err, mode, large ? megabytes : tables.size(), large ? "MB" : "tables")) {
      TableImport.Settings settings =
          new TableImport.Settings(
              options.files(),
              idForm(conf, tables, pool),
              options.checksums(),
              new ConcurrentHashMap<>());
      List<Future<List<ImportManifest.Table>>> running = new ArrayList<>();
      for (ImportTable table : tables) {
        TableImport work =
            new TableImport(
                conf,
                table,
                settings,
                output::create,
                read -> {
                  long before = bytes.getAndAdd(read);
                  progress.advance(large ? ((before + read) >> 20) - (before >> 20) : 0);
                });
        running.add(pool.submit(work::run));
      }
      List<ImportManifest.Table> done = new ArrayList<>();
      for (Future<List<ImportManifest.Table>> table : running) {
        done.addAll(table.get());
        progress.advance(large ? 0 : 1);
      }
      done.sort(ORDER);
      return done;
    } catch (ExecutionException e) {
      throw ExceptionUtils.asRuntimeException(e.getCause());
    } finally {
      pool.shutdownNow();
      pool.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  /** Numbers are text if another table has text, so that ids of a dataset can be joined. */
  private Id.Form idForm(Configuration conf, List<ImportTable> tables, ExecutorService pool)
      throws ExecutionException, InterruptedException {
    if (options.textIds) {
      return Id.Form.TEXT;
    }
    List<Future<Id.Form>> forms = new ArrayList<>();
    for (ImportTable table : tables) {
      forms.add(pool.submit(() -> TableImport.idForm(conf, table)));
    }
    Id.Form all = Id.Form.DETECT;
    for (Future<Id.Form> form : forms) {
      all = form.get() == Id.Form.TEXT ? Id.Form.TEXT : all;
    }
    return all;
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
            "Cannot import dataset '%s': expected as many rows in every file, because row numbers are the ids, found %d in %s and %d in %s; give the ids by --ids or --id-column%s"
                .formatted(
                    table.dataset(),
                    other.rows(),
                    other.inputs().get(0).path(),
                    table.rows(),
                    table.inputs().get(0).path(),
                    joined(other).isEmpty() ? joined(table) : joined(other)));
      }
    }
  }

  private static String joined(ImportManifest.Table table) {
    long files = table.inputs().stream().filter(read -> read.role().equals(table.kind())).count();
    return ImportTable.joined(table.source(), (int) files);
  }

  private void say(ImportManifest manifest, String target, double seconds) throws IOException {
    if (options.common.format() == OutputFormat.JSON) {
      Json.write(manifest, out);
    } else if (options.output.verbosity() == ScoreOptions.Verbosity.NORMAL) {
      out.print(summary(manifest, target, seconds));
    }
    out.flush();
  }

  private String summary(ImportManifest manifest, String target, double seconds) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    for (ImportManifest.Table table : manifest.tables()) {
      if (counts.merge(table.kind(), 1, Integer::sum) <= MOST_TABLES) {
        text.append(summary(table));
      }
    }
    counts.forEach(
        (kind, tables) -> {
          if (tables > MOST_TABLES) {
            text.append("  and %,d more of %s%n".formatted(tables - MOST_TABLES, kind));
          }
        });
    String written =
        counts.entrySet().stream()
            .map(e -> PlainText.count(e.getValue(), "table") + " of " + e.getKey())
            .collect(Collectors.joining(" and "));
    text.append(
        String.format(
            Locale.ROOT,
            "Wrote %,d rows of %s to %s in %.1fs%n",
            manifest.tables().stream().mapToLong(ImportManifest.Table::rows).sum(),
            written.isEmpty() ? "nothing" : written,
            PlainText.visible(target),
            seconds));
    return text.append(next(counts.keySet())).toString();
  }

  /** The commands that read the output, for a shell. */
  private String next(Set<String> kinds) {
    if (!kinds.contains(ImportTable.FEATURES)) {
      return "Next: import the features of these datasets into another folder, and give both to jobs/score\n";
    }
    StringBuilder inputs = new StringBuilder();
    for (String kind : kinds) {
      String path = options.out.replaceFirst("/+$", "") + "/" + kind;
      inputs.append(" --%s %s".formatted(kind, ShellWord.of(path)));
    }
    String check = "Next: jobs/validate" + inputs + "\n";
    return kinds.contains(ImportTable.TARGETS)
        ? check + "Then: jobs/score" + inputs + " --out scored\n"
        : check;
  }

  private static String summary(ImportManifest.Table table) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "  %s%s on %s: %,d rows, %s%s"
            .formatted(
                table.kind(),
                table.source() == null ? "" : " of " + table.source(),
                table.dataset(),
                table.rows(),
                columns(table.columns()),
                table.rowsWithMissing() == 0
                    ? ""
                    : ", %,d with missing values".formatted(table.rowsWithMissing())));
    if (table.order() != null) {
      lines.add("    %,d files in natural order".formatted(table.inputs().size()));
    }
    if (table.rowsOfOtherDatasets() > 0) {
      lines.add("    omitted %,d rows of other datasets".formatted(table.rowsOfOtherDatasets()));
    }
    int more = table.leftOut().size() - MOST_COLUMNS;
    table.leftOut().stream()
        .limit(MOST_COLUMNS)
        .forEach(left -> lines.add("    omitted %s: %s".formatted(left.column(), left.reason())));
    if (more > 0) {
      lines.add("    omitted %,d more, see manifest.json".formatted(more));
    }
    return lines.stream().map(line -> PlainText.visible(line) + "\n").collect(Collectors.joining());
  }

  private static String columns(List<ImportManifest.Column> columns) {
    int more = columns.size() - MOST_COLUMNS;
    return columns.stream()
        .limit(MOST_COLUMNS)
        .map(column -> column.name() + " (" + column.width() + " " + column.type() + ")")
        .collect(Collectors.joining(", ", "", more > 0 ? " and %,d more".formatted(more) : ""));
  }
}
