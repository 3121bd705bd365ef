package org.transferability.read.page;

import java.io.Serializable;
import java.util.Objects;

/** One listed Parquet file: qualified path, length in bytes, modification time in ms. */
public record DataFile(String path, long length, long modified)
    implements Serializable, Comparable<DataFile> {
  public DataFile {
    Objects.requireNonNull(path, "path");
  }

  /** By path, so that the order of files does not depend on the file system. */
  @Override
  public int compareTo(DataFile other) {
    return path.compareTo(other.path);
  }
}
