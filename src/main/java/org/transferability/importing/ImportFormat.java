package org.transferability.importing;

import java.util.Locale;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * The format of the Parquet files that are written.
 *
 * @param encoding of features
 * @param precision of features and predictions
 * @param codec of pages
 * @param rowGroupBytes bytes of a row group, which is the unit of work of the jobs
 * @param fileBytes bytes of features after which the next file is started
 */
public record ImportFormat(
    Encoding encoding,
    Precision precision,
    CompressionCodecName codec,
    long rowGroupBytes,
    long fileBytes) {

  /** The encoding of a row of features. */
  public enum Encoding {
    /** A list of numbers, which every tool can read. */
    LIST,
    /** Packed little-endian float32 in a binary column, with smaller headers and faster to read. */
    PACKED;

    /** The word in options. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The precision of a feature. */
  public enum Precision {
    /** float32 if that loses nothing, else float64. */
    KEEP,
    /** Rounded to float32. */
    FLOAT32,
    FLOAT64;

    /** The word in options. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean narrow(boolean fitsFloat) {
    return precision == Precision.FLOAT32 || (precision == Precision.KEEP && fitsFloat);
  }
}
