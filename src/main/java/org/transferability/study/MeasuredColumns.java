package org.transferability.study;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names of the columns of a table of measured transfers.
 *
 * @param source the column of the source model
 * @param dataset the column of the dataset
 * @param target the column of the target
 * @param transfer the column of the kind of transfer; empty: all measurements are of one kind
 * @param error the column of the measured values
 */
public record MeasuredColumns(
    String source, String dataset, String target, Optional<String> transfer, String error) {
  public static final MeasuredColumns DEFAULT =
      new MeasuredColumns("source", "dataset", "target", Optional.of("transfer"), "error");

  /** The kind of transfer if there is no column for it. */
  public static final String ONE_TRANSFER = "transfer";

  public MeasuredColumns {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(transfer, "transfer");
    Objects.requireNonNull(error, "error");
    long different =
        Stream.concat(Stream.of(source, dataset, target, error), transfer.stream())
            .distinct()
            .count();
    if (different < 4 + transfer.stream().count()) {
      throw new InputException(
          "Cannot use columns: expected different names, found %s, %s, %s, %s%s"
              .formatted(
                  source, dataset, target, transfer.map(name -> name + ", ").orElse(""), error));
    }
  }
}
