package org.transferability.accumulate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.transferability.linear.SymmetricMatrix;

/**
 * The form of moments in a table: bytes that may be damaged, or come from another program.
 *
 * <pre>
 * 4     TSPM
 * 4     version, 3; little-endian, as everything below 4 CRC-32C of everything below B     {@link MomentsBytes}
 * </pre>
 *
 * <p>The length and the checksum are verified before anything is allocated, and the values must be
 * possible moments of rows: consistent counts, finite means, sums of squares not below 0.
 */
final class KeptMoments {
  private static final int MAGIC = 0x4d505354; // "TSPM"
  private static final int VERSION = 3;
  private static final int HEADER_BYTES = 3 * Integer.BYTES;

  private KeptMoments() {}

  static long size(int d, LabelLayout layout) {
    return HEADER_BYTES + MomentsBytes.size(d, layout, true);
  }

  static byte[] write(Moments moments) {
    byte[] bytes = MomentsBytes.write(moments, HEADER_BYTES);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(MAGIC)
        .putInt(VERSION)
        .putInt(checksum(bytes));
    return bytes;
  }

  static Moments read(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw refused("at least " + HEADER_BYTES + " bytes", Integer.toString(bytes.length));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    MomentsBytes.expect("magic number", MAGIC, in.getInt());
    MomentsBytes.expect("version", VERSION, in.getInt());
    int stored = in.getInt();
    int computed = checksum(bytes);
    if (stored != computed) {
      throw refused(
          "bytes with the checksum %08x".formatted(stored),
          "%08x: they were changed or truncated".formatted(computed));
    }
    Moments moments = MomentsBytes.read(bytes, HEADER_BYTES);
    requireSound(moments);
    return moments;
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
    return (int) checksum.getValue();
  }

  private static void requireSound(Moments moments) {
    FeatureMoments features = moments.features();
    if (moments.width() < 1 || features.scatter() == null) {
      throw refused("at least one feature and its scatter", moments.width() + " features");
    }
    requireSound("features", features);
    if (moments.rows() < 0) {
      throw refused("at least 0 rows", moments.rows() + " in all");
    }
    if (features.rows() > moments.rows()) {
      throw refused(
          "at most %d rows with labels".formatted(moments.rows()), Long.toString(features.rows()));
    }
    for (int g = 0; g < moments.layout().groups(); g++) {
      requireSound("group " + g, moments.group(g), features.rows());
    }
  }

  /** A side has the group's rows. If there is no side, the group has all rows with labels. */
  private static void requireSound(String name, GroupMoments group, long labelled) {
    long expected = group.side().map(FeatureMoments::rows).orElse(labelled);
    if (group.rows() != expected || group.rows() > labelled) {
      throw refused(
          "consistent counts of rows", "%d of %d in %s".formatted(group.rows(), labelled, name));
    }
    if (!(group.cancellation() >= 1 && group.cancellation() <= Double.MAX_VALUE)) {
      throw refused("a finite cancellation of at least 1", group.cancellation() + " in " + name);
    }
    requireFinite(name, group.featureMean());
    requireFinite(name, group.labelMean());
    requireFinite(name, group.cross());
    requireSquares(name, group.squares());
    group.side().ifPresent(side -> requireSound("side of " + name, side));
  }

  private static void requireSound(String name, FeatureMoments moments) {
    if (moments.rows() < 0) {
      throw refused("at least 0 rows", moments.rows() + " in " + name);
    }
    requireFinite(name, moments.preciseMean());
    requireSquares(name, moments.scatter().diagonal());
    requireFinite(name, moments.scatter());
  }

  private static void requireFinite(String name, PreciseMean mean) {
    requireFinite(name, mean.high());
    requireFinite(name, mean.low());
  }

  private static void requireFinite(String name, double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw refused("finite moments", value + " in " + name);
      }
    }
  }

  private static void requireFinite(String name, SymmetricMatrix matrix) {
    if (!matrix.isFinite()) {
      throw refused("a finite scatter", "NaN or infinity in " + name);
    }
  }

  private static void requireSquares(String name, double[] squares) {
    for (double value : squares) {
      if (!(value >= 0 && value <= Double.MAX_VALUE)) {
        throw refused("finite sums of squares of at least 0", value + " in " + name);
      }
    }
  }

  private static IllegalArgumentException refused(String expected, String found) {
    return new IllegalArgumentException(
        "Cannot read moments: expected " + expected + ", found " + found);
  }
}
