package org.transferability.read;

import org.apache.hadoop.conf.Configuration;

/** Reads footers: the shape of a file without its rows. */
public final class Footers {
  private Footers() {}

  /**
   * Shape of a file; checks that the columns exist with types that can be read.
   *
   * @throws org.transferability.study.InputException if the file is not Parquet, is cut off, or
   *     lacks a column
   */
  public static FileShape shape(Configuration conf, DataFile file, FeatureColumns columns) {
    throw new UnsupportedOperationException("not written yet");
  }
}
