package org.transferability.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.transferability.evaluate.Bootstrap;
import org.transferability.job.cli.OutputFormat;
import org.transferability.job.judge.Versus;
import org.transferability.report.OutputDirectory;
import org.transferability.report.page.HtmlReport;
import org.transferability.run.ScoreOptions;
import org.transferability.study.Glob;
import org.transferability.study.InputException;
import org.transferability.study.Measured;

/**
 * Everything that one run of {@code jobs/evaluate} was asked to do.
 *
 * @param scores a scored run's directory, or a table of scores
 * @param measured the measured transfers
 * @param estimators which estimators are evaluated, by name or by name and penalty; empty: all
 * @param comparisons which estimators are compared; empty: the best one of each kind of transfer
 *     with every other
 * @param against compared with every other, instead; absent with comparisons
 * @param bootstrap how intervals are drawn
 * @param out the output directory, a Hadoop path
 * @param existing what becomes of an output that exists
 * @param report whether report.html is written
 * @param format what is printed
 * @param detail whether all tables are printed
 * @param verbosity how much is said on the console
 */
public record EvaluateOptions(
    String scores,
    Measured measured,
    List<Glob> estimators,
    List<Versus> comparisons,
    Optional<String> against,
    Bootstrap bootstrap,
    String out,
    OutputDirectory.Existing existing,
    HtmlReport.Choice report,
    OutputFormat format,
    Detail detail,
    ScoreOptions.Verbosity verbosity) {

  /** How much of the result is printed; the files have everything. */
  public enum Detail {
    SCREEN,
    ALL
  }

  public EvaluateOptions {
    Objects.requireNonNull(measured);
    Objects.requireNonNull(against);
    Objects.requireNonNull(bootstrap);
    Objects.requireNonNull(existing);
    Objects.requireNonNull(report);
    Objects.requireNonNull(format);
    Objects.requireNonNull(detail);
    Objects.requireNonNull(verbosity);
    estimators = List.copyOf(estimators);
    comparisons = List.copyOf(comparisons);
    require(scores, "the scores (--scores)");
    require(out, "the output (--out)");
    if (against.isPresent() && !comparisons.isEmpty()) {
      throw new InputException(
          "Cannot compare: expected either --compare or --against, found both");
    }
  }

  private static void require(String path, String what) {
    if (path == null || path.isBlank()) {
      throw new InputException("Cannot evaluate: expected a path for " + what + ", found none");
    }
  }

  /** The options by name, in a fixed order: printed at the start of a run and kept in run.json. */
  public Map<String, Object> describe() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("scores", scores);
    options.put("actual", measured.path());
    options.put("out", out);
    options.putAll(measured.describe());
    options.put("estimators", estimators.stream().map(Glob::toString).toList());
    options.put("compare", comparisons.stream().map(Versus::toString).toList());
    options.put("against", against.orElse(null));
    options.put("resamples", bootstrap.resamples());
    options.put("level", bootstrap.level());
    options.put("seed", bootstrap.seed());
    options.put("overwrite", existing == OutputDirectory.Existing.REPLACE);
    options.put("report", report.toString());
    options.put("format", format.toString());
    options.values().removeIf(value -> value == null || value.equals(List.of()));
    return options;
  }
}
