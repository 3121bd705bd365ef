package org.transferability.study;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The part of the rows that is scored, the same for every source of a dataset.
 *
 * @param size how many rows
 * @param by how they are chosen
 */
public record Sample(SampleSize size, By by) {
  /** How rows are chosen. */
  public enum By {
    /** By position where there are many rows, or no ids; else by id. */
    AUTO,
    /** By a hash of the id: exact for any order of the rows, but all of them are read. */
    ID,
    /** In units of consecutive rows: the others are not read. */
    POSITION;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Sample {
    Objects.requireNonNull(size);
    Objects.requireNonNull(by);
  }

  /** The options by name, for run.json. */
  public void describe(Map<String, Object> options) {
    options.put("sample", size.toString());
    options.put("sample-by", by.toString());
  }
}
