package org.transferability.study;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rounds of a race: sizes of growing samples of the rows, before all rows are read.
 *
 * @param sizes in the order of the rounds; empty: 1/64, 1/32, ..., 1/2 of the rows
 */
public record RaceRounds(List<SampleSize> sizes) {
  private static final String USUAL = "auto";
  private static final int USUAL_ROUNDS = 6;
  private static final int MOST = 20;

  public RaceRounds {
    sizes = List.copyOf(sizes);
  }

  /** Reads {@code auto} or sizes that commas separate. */
  public static RaceRounds parse(String text) {
    if (text.strip().equals(USUAL)) {
      return new RaceRounds(List.of());
    }
    List<SampleSize> sizes = Stream.of(text.split(",", -1)).map(SampleSize::parse).toList();
    if (sizes.size() > MOST) {
      throw new InputException(
          "Cannot race: expected at most %d rounds, found %d".formatted(MOST, sizes.size()));
    }
    return new RaceRounds(sizes);
  }

  /** The sizes, those of the usual rounds if none is stated. */
  public List<SampleSize> rounds() {
    return sizes.isEmpty()
        ? IntStream.rangeClosed(1, USUAL_ROUNDS)
            .mapToObj(i -> 1 << (USUAL_ROUNDS + 1 - i))
            .map(part -> new SampleSize(1.0 / part, 0, "1/" + part))
            .toList()
        : sizes;
  }

  @Override
  public String toString() {
    return sizes.isEmpty()
        ? USUAL
        : String.join(",", sizes.stream().map(SampleSize::toString).toList());
  }
}
