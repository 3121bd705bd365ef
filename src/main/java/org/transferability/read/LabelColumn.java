package org.transferability.read;

import java.io.Serializable;
import java.util.Objects;

/**
 * A column of labels and its outputs per row: 1 for a number, the length of the list otherwise; 0
 * if no row has a value, so that the width is unknown.
 */
public record LabelColumn(String name, int width) implements Serializable {
  public LabelColumn {
    Objects.requireNonNull(name, "name");
    if (width < 0) {
      throw new IllegalArgumentException("Cannot describe " + name + ": width " + width);
    }
  }
}
