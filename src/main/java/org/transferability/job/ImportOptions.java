package org.transferability.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.transferability.importing.ImportFormat;
import org.transferability.importing.ImportPatterns;
import org.transferability.job.cli.OutputFormat;
import org.transferability.report.OutputDirectory;
import org.transferability.run.ScoreOptions;
import org.transferability.study.InputException;
import org.transferability.study.csv.CsvFormat;

/**
 * Everything that one run of {@code jobs/import} was asked to do.
 *
 * @param from the folder whose files are imported, a Hadoop path
 * @param patterns which files play which part
 * @param out the output directory
 * @param existing what becomes of an output that exists
 * @param files how they are written
 * @param checksums whether the files that are read are digested (those written always are)
 * @param threads tables imported at a time
 * @param format how the result is printed
 * @param verbosity how much is said on the console
 */
record ImportOptions(
    String from,
    ImportPatterns patterns,
    String out,
    OutputDirectory.Existing existing,
    ImportFormat files,
    boolean checksums,
    int threads,
    OutputFormat format,
    ScoreOptions.Verbosity verbosity) {

  ImportOptions {
    Objects.requireNonNull(patterns);
    if (from == null || from.isBlank()) {
      throw new InputException("Cannot import: expected a folder to read (--from), found none");
    }
    if (out == null || out.isBlank()) {
      throw new InputException("Cannot import: expected a path for the output (--out), found none");
    }
    if (threads < 1) {
      throw new InputException("Cannot use --threads: expected a number >= 1, found " + threads);
    }
    if (files.rowGroupBytes() < 1 << 20 || files.rowGroupBytes() > 1 << 30) {
      throw new InputException(
          "Cannot use --row-group-size: expected 1m to 1g, found " + files.rowGroupBytes());
    }
  }

  /** The options by name that decide what is written, defaults in their places. */
  Map<String, Object> describe() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("from", from);
    patterns.features().ifPresent(p -> options.put("features", p.toString()));
    patterns.predictions().ifPresent(p -> options.put("predictions", p.toString()));
    patterns.targets().ifPresent(p -> options.put("targets", p.toString()));
    patterns.ids().ifPresent(p -> options.put("ids", p.toString()));
    patterns.targetIds().ifPresent(p -> options.put("target-ids", p.toString()));
    patterns.idColumn().ifPresent(p -> options.put("id-column", p));
    patterns.source().ifPresent(p -> options.put("source", p));
    patterns.dataset().ifPresent(p -> options.put("dataset", p));
    options.put("target-columns", patterns.targetColumns());
    options.put("target", patterns.targetRules().stream().map(Object::toString).toList());
    CsvFormat csv = patterns.csv();
    if (csv.header() != CsvFormat.Header.DETECT) {
      options.put("header", csv.header() == CsvFormat.Header.NAMES);
    }
    if (csv.separator() != CsvFormat.DETECT) {
      options.put("separator", String.valueOf(csv.separator()));
    }
    if (csv.decimal() != '.') {
      options.put("decimal", String.valueOf(csv.decimal()));
    }
    options.put("encoding", files.encoding().toString());
    options.put("precision", files.precision().toString());
    options.put("compression", files.codec().name().toLowerCase(Locale.ROOT));
    options.put("row-group-size", files.rowGroupBytes());
    options.put("file-size", files.fileBytes());
    options.values().removeIf(value -> value.equals(List.of()));
    return options;
  }
}
