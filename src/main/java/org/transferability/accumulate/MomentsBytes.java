package org.transferability.accumulate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.transferability.linear.SymmetricMatrix;

/**
 * The serialised form of moments: little-endian, a header (magic, version, d, the layout, whether
 * scatters are included), then the features, then each group with its side. Both halves of means
 * are included, so nothing is lost.
 */
public final class MomentsBytes {
  private static final int MAGIC = 0x4d505354; // "TSPM"
  private static final int VERSION = 3;
  private static final int HEADER_BYTES = 6 * Integer.BYTES;

  /** The largest array of bytes on every JVM. */
  static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private static final LabelLayout.Side[] SIDES = LabelLayout.Side.values();

  private MomentsBytes() {}

  static byte[] write(Moments moments) {
    return write(moments, 0);
  }

  /** The same after {@code offset} bytes for the caller. */
  static byte[] write(Moments moments, int offset) {
    LabelLayout layout = moments.layout();
    boolean whole = moments.features().scatter() != null;
    long size = offset + size(moments.width(), layout, whole);
    if (size > MOST_BYTES) {
      throw new IllegalArgumentException(
          "Cannot send moments: expected at most 2 GiB, found "
              + size
              + " bytes ("
              + moments.width()
              + " features, "
              + layout
              + ")");
    }
    ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    out.position(offset);
    out.putInt(MAGIC).putInt(VERSION).putInt(moments.width());
    out.putInt(layout.outputs()).putInt(layout.groups()).putInt(whole ? 1 : 0);
    for (int output = 0; output < layout.outputs(); output++) {
      out.putInt(layout.groupOf(output));
    }
    for (int group = 0; group < layout.groups(); group++) {
      out.putInt(layout.side(group).code);
    }
    out.putLong(moments.rows());
    put(out, moments.features());
    for (int g = 0; g < layout.groups(); g++) {
      GroupMoments group = moments.group(g);
      out.putLong(group.rows()).putDouble(group.cancellation());
      put(out, group.featureMean());
      put(out, group.labelMean());
      put(out, group.cross());
      put(out, group.squares());
      group.side().ifPresent(side -> put(out, side));
    }
    return out.array();
  }

  static Moments read(byte[] bytes) {
    return read(bytes, 0);
  }

  /** Reads the result of {@link #write(Moments, int)}. Lengths are checked before allocation. */
  static Moments read(byte[] bytes, int offset) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(offset);
    expectAtLeast(HEADER_BYTES, in.remaining());
    expect("magic number", MAGIC, in.getInt());
    expect("version", VERSION, in.getInt());
    int d = in.getInt();
    int outputs = in.getInt();
    int groupCount = in.getInt();
    int whole01 = in.getInt();
    if (d < 0 || outputs < 0 || groupCount < 0 || groupCount > outputs || (whole01 >> 1) != 0) {
      throw new IllegalArgumentException(
          "Cannot read moments: expected a header of counts, found %d features, %d labels in %d groups"
              .formatted(d, outputs, groupCount));
    }
    expectAtLeast(4L * outputs + 4L * groupCount, in.remaining());
    int[] groupOfOutput = new int[outputs];
    LabelLayout.Side[] sides = new LabelLayout.Side[groupCount];
    boolean whole = whole01 == 1;
    for (int output = 0; output < groupOfOutput.length; output++) {
      groupOfOutput[output] = in.getInt();
    }
    for (int group = 0; group < sides.length; group++) {
      int code = in.getInt();
      if (code < 0 || code >= SIDES.length) {
        throw new IllegalArgumentException(
            "Cannot read moments: expected a side of 0 to 2, found " + code);
      }
      sides[group] = SIDES[code];
    }
    LabelLayout layout = new LabelLayout(groupOfOutput.length, groupOfOutput, sides);
    long expected = size(d, layout, whole);
    if (bytes.length - offset != expected) {
      throw new IllegalArgumentException(
          "Cannot read moments: expected %d bytes for %d features and %s, found %d"
              .formatted(expected, d, layout, bytes.length - offset));
    }
    long rows = in.getLong();
    FeatureMoments features = features(in, d, whole);
    GroupMoments[] groups = new GroupMoments[sides.length];
    for (int g = 0; g < groups.length; g++) {
      int width = layout.outputsOf(g).length;
      long ofGroup = in.getLong();
      double cancellation = in.getDouble();
      groups[g] =
          new GroupMoments(
              ofGroup,
              mean(in, d),
              mean(in, width),
              doubles(in, d * width),
              doubles(in, width),
              sides[g] == LabelLayout.Side.NONE
                  ? Optional.empty()
                  : Optional.of(features(in, d, whole)),
              cancellation);
    }
    return new Moments(rows, layout, features, groups);
  }

  private static void expectAtLeast(long expected, int found) {
    if (found < expected) {
      throw new IllegalArgumentException(
          "Cannot read moments: expected at least %d more bytes, found %d"
              .formatted(expected, found));
    }
  }

  /** The number of bytes of the moments of such rows. */
  static long size(int d, LabelLayout layout, boolean whole) {
    long outputs = layout.outputs();
    long features = 1 + 2L * d + (whole ? SymmetricMatrix.packedLength(d) : 0);
    long doubles = 1 + features + outputs * (d + 3L);
    for (int g = 0; g < layout.groups(); g++) {
      doubles += 2 + 2L * d + (layout.side(g) == LabelLayout.Side.NONE ? 0 : features);
    }
    return HEADER_BYTES + 4 * (outputs + layout.groups()) + 8 * doubles;
  }

  private static void put(ByteBuffer out, FeatureMoments features) {
    out.putLong(features.rows());
    put(out, features.preciseMean());
    if (features.scatter() != null) {
      put(out, features.scatter());
    }
  }

  public static void put(ByteBuffer out, SymmetricMatrix matrix) {
    matrix.writeTo(out.asDoubleBuffer());
    out.position(out.position() + 8 * SymmetricMatrix.packedLength(matrix.order()));
  }

  public static SymmetricMatrix matrix(ByteBuffer in, int order) {
    SymmetricMatrix matrix = SymmetricMatrix.read(order, in.asDoubleBuffer());
    in.position(in.position() + 8 * SymmetricMatrix.packedLength(order));
    return matrix;
  }

  public static void put(ByteBuffer out, PreciseMean mean) {
    put(out, mean.high());
    put(out, mean.low());
  }

  public static void put(ByteBuffer out, double[] values) {
    out.asDoubleBuffer().put(values);
    out.position(out.position() + 8 * values.length);
  }

  private static FeatureMoments features(ByteBuffer in, int d, boolean whole) {
    long rows = in.getLong();
    PreciseMean mean = mean(in, d);
    if (!whole) {
      return new FeatureMoments(rows, mean, null);
    }
    return new FeatureMoments(rows, mean, matrix(in, d));
  }

  public static PreciseMean mean(ByteBuffer in, int length) {
    return new PreciseMean(doubles(in, length), doubles(in, length));
  }

  public static double[] doubles(ByteBuffer in, int length) {
    double[] values = new double[length];
    in.asDoubleBuffer().get(values);
    in.position(in.position() + 8 * length);
    return values;
  }

  public static void expect(String what, int expected, int found) {
    if (expected != found) {
      throw new IllegalArgumentException(
          "Cannot read moments: expected " + what + " " + expected + ", found " + found);
    }
  }
}
