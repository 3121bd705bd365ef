package org.transferability.state;

import java.util.Objects;

/**
 * Identifies a version of an input file without reading it.
 *
 * @param path relative to the tree that contains it, so that a moved tree is the same tree;
 *     complete if the file is outside a tree
 * @param length bytes
 * @param modified milliseconds since 1970
 */
public record InputFile(String path, long length, long modified) {
  public InputFile {
    Objects.requireNonNull(path, "path");
  }

  /** The difference, for a sentence about this file; both have the same path. */
  String differenceTo(InputFile before) {
    return length != before.length
        ? "has %,d bytes, had %,d".formatted(length, before.length)
        : "was modified at another time";
  }
}
