package org.transferability.job.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.util.Objects;
import java.util.Optional;
import org.transferability.study.Better;
import org.transferability.study.InputException;
import org.transferability.study.Measured;
import org.transferability.study.MeasuredColumns;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options about measured transfers, which {@code jobs/evaluate} and {@code jobs/score} share.
 */
public final class MeasuredOptions {
  /** Of the job; absent where only a study file is read. */
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Heading("Measured transfer (docs/evaluate.md):")
  @Option(
      names = "--actual",
      paramLabel = "PATH",
      description = "Measured transfers: a CSV or Parquet table with one row for each measurement.")
  @JsonProperty("path")
  private String actual;

  @Option(
      names = "--source-column",
      paramLabel = "NAME",
      description = "Column of the source. Default: source.")
  @JsonProperty
  private String source = MeasuredColumns.DEFAULT.source();

  @Option(
      names = "--dataset-column",
      paramLabel = "NAME",
      description = "Column of the dataset. Default: dataset.")
  @JsonProperty
  private String dataset;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Dataset of all measurements, if the table has no column of the dataset.")
  @JsonProperty("of-dataset")
  private String ofDataset;

  @Option(
      names = "--target-column",
      paramLabel = "NAME",
      description = "Column of the target. Default: target.")
  @JsonProperty
  private String target = MeasuredColumns.DEFAULT.target();

  @Option(
      names = "--transfer-column",
      paramLabel = "NAME",
      description = "Column of the kind of transfer: head, full, ... Default: transfer.")
  @JsonProperty
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
  @JsonProperty
  private String error = MeasuredColumns.DEFAULT.error();

  @Option(
      names = "--better",
      paramLabel = "smaller|larger",
      description = "Whether smaller or larger measured values are better. Default: smaller.")
  @JsonProperty
  private Better better;

  /** Whether the command line has any of them. */
  public boolean areGiven() {
    return firstGiven().isPresent();
  }

  /**
   * The keys of a study file as options: the path is required, and {@code transfer: none} stands
   * for {@code --no-transfer-column}.
   */
  public MeasuredOptions ofStudyFile() {
    if (actual == null) {
      throw new InputException("expected the key 'path' in each entry of 'actual', found none");
    }
    if ("none".equals(transfer)) {
      transfer = null;
      noTransfer = true;
    }
    return this;
  }

  /** The measured transfers; empty without {@code --actual}. */
  public Optional<Measured> measured() {
    if (actual == null) {
      Optional<String> given = firstGiven();
      if (given.isPresent()) {
        throw new InputException(
            "Cannot use %s: expected measured transfers (--actual), found none"
                .formatted(given.get()));
      }
      return Optional.empty();
    }
    if (noTransfer && transfer != null) {
      throw new InputException(
          "Cannot use columns: expected either --transfer-column or --no-transfer-column, found"
              + " both");
    }
    if (ofDataset != null && (dataset != null || ofDataset.isBlank())) {
      throw new InputException(
          "Cannot use --dataset: expected the name of a dataset without --dataset-column, found %s"
              .formatted(dataset == null ? "an empty name" : "both"));
    }
    return Optional.of(
        new Measured(
            actual,
            new MeasuredColumns(
                source,
                Objects.requireNonNullElse(dataset, MeasuredColumns.DEFAULT.dataset()),
                target,
                noTransfer
                    ? Optional.empty()
                    : Optional.ofNullable(transfer).or(MeasuredColumns.DEFAULT::transfer),
                error),
            Optional.ofNullable(ofDataset),
            Objects.requireNonNullElse(better, Better.SMALLER)));
  }

  /** The first of these options on the command line. */
  private Optional<String> firstGiven() {
    return command == null
        ? Optional.empty()
        : command.commandLine().getParseResult().matchedOptions().stream()
            .filter(option -> ((Field) option.userObject()).getDeclaringClass() == getClass())
            .map(OptionSpec::longestName)
            .findFirst();
  }
}
