package org.transferability.accumulate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.transferability.linear.SymmetricMatrix;

/**
 * Moments on the wire: little-endian, a header (magic, version, d, the layout, whether scatters are
 * there), then the features, then each group with its side. Means travel with both their halves, so
 * nothing is lost.
 */
final class MomentsBytes {
  private static final int MAGIC = 0x4d505354; // "TSPM"
  private static final int VERSION = 3;
  private static final LabelLayout.Side[] SIDES = LabelLayout.Side.values();

  private MomentsBytes() {}

  static byte[] write(Moments moments) {
    LabelLayout layout = moments.layout();
    boolean whole = moments.features().scatter() != null;
    long size = size(moments.width(), layout, whole);
    if (size > Integer.MAX_VALUE - 8) {
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
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    expect("magic number", MAGIC, in.getInt());
    expect("version", VERSION, in.getInt());
    int d = in.getInt();
    int[] groupOfOutput = new int[in.getInt()];
    LabelLayout.Side[] sides = new LabelLayout.Side[in.getInt()];
    boolean whole = in.getInt() == 1;
    for (int output = 0; output < groupOfOutput.length; output++) {
      groupOfOutput[output] = in.getInt();
    }
    for (int group = 0; group < sides.length; group++) {
      sides[group] = SIDES[in.getInt()];
    }
    LabelLayout layout = new LabelLayout(groupOfOutput.length, groupOfOutput, sides);
    long rows = in.getLong();
    FeatureMoments features = features(in, d, whole);
    GroupMoments[] groups = new GroupMoments[sides.length];
    for (int g = 0; g < groups.length; g++) {
      int outputs = layout.outputsOf(g).length;
      long ofGroup = in.getLong();
      double cancellation = in.getDouble();
      groups[g] =
          new GroupMoments(
              ofGroup,
              mean(in, d),
              mean(in, outputs),
              doubles(in, d * outputs),
              doubles(in, outputs),
              sides[g] == LabelLayout.Side.NONE
                  ? Optional.empty()
                  : Optional.of(features(in, d, whole)),
              cancellation);
    }
    return new Moments(rows, layout, features, groups);
  }

  private static long size(int d, LabelLayout layout, boolean whole) {
    long outputs = layout.outputs();
    long features = 1 + 2L * d + (whole ? SymmetricMatrix.packedLength(d) : 0);
    long doubles = 1 + features + outputs * (d + 3L);
    for (int g = 0; g < layout.groups(); g++) {
      doubles += 2 + 2L * d + (layout.side(g) == LabelLayout.Side.NONE ? 0 : features);
    }
    return 4 * (6 + outputs + layout.groups()) + 8 * doubles;
  }

  private static void put(ByteBuffer out, FeatureMoments features) {
    out.putLong(features.rows());
    put(out, features.preciseMean());
    if (features.scatter() != null) {
      put(out, features.scatter());
    }
  }

  static void put(ByteBuffer out, SymmetricMatrix matrix) {
    matrix.writeTo(out.asDoubleBuffer());
    out.position(out.position() + 8 * SymmetricMatrix.packedLength(matrix.order()));
  }

  static SymmetricMatrix matrix(ByteBuffer in, int order) {
    SymmetricMatrix matrix = SymmetricMatrix.read(order, in.asDoubleBuffer());
    in.position(in.position() + 8 * SymmetricMatrix.packedLength(order));
    return matrix;
  }

  static void put(ByteBuffer out, PreciseMean mean) {
    put(out, mean.high());
    put(out, mean.low());
  }

  static void put(ByteBuffer out, double[] values) {
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

  static PreciseMean mean(ByteBuffer in, int length) {
    return new PreciseMean(doubles(in, length), doubles(in, length));
  }

  static double[] doubles(ByteBuffer in, int length) {
    double[] values = new double[length];
    in.asDoubleBuffer().get(values);
    in.position(in.position() + 8 * length);
    return values;
  }

  static void expect(String what, int expected, int found) {
    if (expected != found) {
      throw new IllegalArgumentException(
          "Cannot read moments: expected " + what + " " + expected + ", found " + found);
    }
  }
}
