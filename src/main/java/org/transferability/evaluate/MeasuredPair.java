package org.transferability.evaluate;

import java.util.Objects;
import org.transferability.study.Better;

/**
 * What a real transfer of the source to the target gave.
 *
 * @param transfer how it was transferred: head, half, full, ...
 * @param value an error or a merit; {@link Better} says which
 */
public record MeasuredPair(Pair pair, String transfer, double value) {
  public MeasuredPair {
    Objects.requireNonNull(pair, "pair");
    Objects.requireNonNull(transfer, "transfer");
  }
}
