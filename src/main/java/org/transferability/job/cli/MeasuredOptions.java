package org.transferability.job.cli;

import java.util.Optional;
import org.transferability.study.Better;
import org.transferability.study.InputException;
import org.transferability.study.Measured;
import org.transferability.study.MeasuredColumns;
import picocli.CommandLine.Option;

/**
 * The options about measured transfers, which {@code jobs/evaluate} and {@code jobs/score} share.
 */
public final class MeasuredOptions {
  @Option(
      names = "--actual",
      paramLabel = "PATH",
      description = "Measured transfers: a CSV or Parquet table with one row for each measurement.")
  private String actual;

  @Option(
      names = "--source-column",
      paramLabel = "NAME",
      description = "Column of the source. Default: source.")
  private String source;

  @Option(
      names = "--dataset-column",
      paramLabel = "NAME",
      description = "Column of the dataset. Default: dataset.")
  private String dataset;

  @Option(
      names = "--target-column",
      paramLabel = "NAME",
      description = "Column of the target. Default: target.")
  private String target;

  @Option(
      names = "--transfer-column",
      paramLabel = "NAME",
      description = "Column of the kind of transfer: head, full, ... Default: transfer.")
  private String transfer;

  @Option(
      names = "--no-transfer-column",
      description =
          "The table has no column of the kind of transfer; all measurements are of one kind.")
  private boolean noTransfer;

  @Option(
      names = "--error-column",
      paramLabel = "NAME",
      description = "Column of the measured value. Default: error.")
  private String error;

  @Option(
      names = "--better",
      paramLabel = "smaller|larger",
      description = "Whether smaller or larger measured values are better. Default: smaller.")
  private String better;

  /** What was asked for; empty without {@code --actual}. */
  public Optional<Measured> measured() {
    if (actual == null) {
      requireNothing("--source-column", source);
      requireNothing("--dataset-column", dataset);
      requireNothing("--target-column", target);
      requireNothing("--transfer-column", transfer);
      requireNothing("--no-transfer-column", noTransfer ? "" : null);
      requireNothing("--error-column", error);
      requireNothing("--better", better);
      return Optional.empty();
    }
    return Optional.of(
        new Measured(
            actual,
            MeasuredColumns.named(source, dataset, target, transferColumn(), error),
            better == null
                ? Better.SMALLER
                : OptionsLine.choice("--better", better, Better.values())));
  }

  private Optional<String> transferColumn() {
    if (!noTransfer) {
      return Optional.ofNullable(transfer).or(MeasuredColumns.DEFAULT::transfer);
    }
    if (transfer != null) {
      throw new InputException(
          "Cannot use columns: expected either --transfer-column or --no-transfer-column, found"
              + " both");
    }
    return Optional.empty();
  }

  private static void requireNothing(String option, String value) {
    if (value != null) {
      throw new InputException(
          "Cannot use %s: expected measured transfers (--actual), found none".formatted(option));
    }
  }
}
