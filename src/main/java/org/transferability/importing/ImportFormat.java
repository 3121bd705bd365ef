package org.transferability.importing;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * How the Parquet files are written.
 *
 * @param encoding of features
 * @param precision of features and predictions
 * @param codec of pages
 * @param rowGroupBytes bytes of a row group, the unit by which the jobs divide work
 * @param fileBytes bytes of features after which the next file is begun
 */
public record ImportFormat(
    Encoding encoding,
    Precision precision,
    CompressionCodecName codec,
    long rowGroupBytes,
    long fileBytes) {

  /** How a row of features is stored. */
  public enum Encoding {
    /** A list of numbers, which every tool reads. */
    LIST,
    /** Packed little-endian float32 in a binary column: smaller headers, faster to read. */
    PACKED
  }

  /** How many bits a feature keeps. */
  public enum Precision {
    /** float32 where that loses nothing, else float64. */
    KEEP,
    /** Rounded to float32. */
    FLOAT32,
    FLOAT64
  }

  /** Whether numbers in lists are written as float32. */
  boolean narrow(boolean fitsFloat) {
    return precision == Precision.FLOAT32 || (precision == Precision.KEEP && fitsFloat);
  }
}
