package org.transferability.state;

import java.util.Objects;

/**
 * What tells one version of an input file from another without reading it.
 *
 * @param path relative to the tree it was found in, so that a tree that moved is the same tree;
 *     whole where it was named outside a tree
 * @param length bytes
 * @param modified milliseconds since 1970
 */
public record InputFile(String path, long length, long modified) {
  public InputFile {
    Objects.requireNonNull(path, "path");
  }

  /** What differs, for a sentence about this file; both have the same path. */
  String differenceTo(InputFile before) {
    return length != before.length
        ? "has %,d bytes, had %,d".formatted(length, before.length)
        : "was modified at another time";
  }
}
