package org.transferability.read;

import java.io.Serializable;
import java.util.Objects;
import org.transferability.read.page.DataFile;

/**
 * Row groups [firstRowGroup, endRowGroup) of a file, numbered from 0; endRowGroup -1 means to the
 * last one.
 */
public record FileRange(DataFile file, int firstRowGroup, int endRowGroup) implements Serializable {
  public FileRange {
    Objects.requireNonNull(file, "file");
    if (firstRowGroup < 0 || endRowGroup < -1) {
      throw new IllegalArgumentException(
          "Cannot read row groups " + firstRowGroup + " to " + endRowGroup);
    }
  }

  public static FileRange all(DataFile file) {
    return new FileRange(file, 0, -1);
  }
}
