package org.transferability.evaluate;

import java.util.Objects;
import org.transferability.study.Better;

/**
 * The measurement of a transfer of the source to the target.
 *
 * @param transfer the kind of transfer: head, half, full, ...
 * @param value an error, or a value of which larger is better; see {@link Better}
 */
public record MeasuredPair(Pair pair, String transfer, double value) {
  public MeasuredPair {
    Objects.requireNonNull(pair, "pair");
    Objects.requireNonNull(transfer, "transfer");
  }
}
