package org.transferability.accumulate.classes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.transferability.accumulate.FourthMoments;
import org.transferability.accumulate.MomentsBytes;
import org.transferability.accumulate.PreciseMean;
import org.transferability.linear.SymmetricMatrix;

/** Serialised class moments: little-endian, a header, the classes of each target, the groups. */
final class ClassBytes {
  private static final int MAGIC = 0x43505354; // "TSPC"
  private static final int VERSION = 1;
  private static final int MEAN_ONLY = 0;
  private static final int RAW = 1;
  private static final int SCATTER = 2;

  private ClassBytes() {}

  static byte[] write(ClassMoments moments) {
    long size = size(moments);
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Cannot send classes of labels: expected at most 2 GiB, found "
              + size
              + " bytes ("
              + moments.width()
              + " features)");
    }
    ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(VERSION).putInt(moments.width());
    out.putInt(moments.targets()).putInt(moments.groups());
    for (int t = 0; t < moments.targets(); t++) {
      ClassPart[] parts = moments.parts(t);
      out.putInt(parts.length);
      for (int c = 0; c < parts.length; c++) {
        ClassPart part = parts[c];
        out.putLong(moments.cells(t)[c]).putLong(part.rows()).putInt(kind(part));
        MomentsBytes.put(out, part.mean());
        if (part.raw() != null) {
          MomentsBytes.put(out, part.raw());
        } else if (part.scatter() != null) {
          MomentsBytes.put(out, part.scatter());
        }
      }
    }
    for (int g = 0; g < moments.groups(); g++) {
      FourthMoments fourth = moments.fourth(g);
      out.putLong(fourth.rows()).putDouble(fourth.fourth());
      MomentsBytes.put(out, fourth.mean());
      MomentsBytes.put(out, fourth.cube());
    }
    return out.array();
  }

  static ClassMoments read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    MomentsBytes.expect("magic number", MAGIC, in.getInt());
    MomentsBytes.expect("version", VERSION, in.getInt());
    int d = in.getInt();
    int targets = in.getInt();
    int groups = in.getInt();
    long[][] cells = new long[targets][];
    ClassPart[][] parts = new ClassPart[targets][];
    for (int t = 0; t < targets; t++) {
      int count = in.getInt();
      cells[t] = new long[count];
      parts[t] = new ClassPart[count];
      for (int c = 0; c < count; c++) {
        cells[t][c] = in.getLong();
        parts[t][c] = part(in, d);
      }
    }
    FourthMoments[] fourths = new FourthMoments[groups];
    for (int g = 0; g < groups; g++) {
      long rows = in.getLong();
      double fourth = in.getDouble();
      PreciseMean mean = MomentsBytes.mean(in, d);
      fourths[g] = new FourthMoments(rows, mean, fourth, MomentsBytes.doubles(in, d));
    }
    return new ClassMoments(d, cells, parts, fourths);
  }

  private static ClassPart part(ByteBuffer in, int d) {
    long rows = in.getLong();
    int kind = in.getInt();
    PreciseMean mean = MomentsBytes.mean(in, d);
    double[] raw = kind == RAW ? MomentsBytes.doubles(in, (int) rows * d) : null;
    SymmetricMatrix scatter = kind == SCATTER ? MomentsBytes.matrix(in, d) : null;
    return new ClassPart(rows, mean, raw, scatter);
  }

  private static int kind(ClassPart part) {
    return part.raw() != null ? RAW : part.scatter() != null ? SCATTER : MEAN_ONLY;
  }

  private static long size(ClassMoments moments) {
    int d = moments.width();
    long size = 5 * 4 + moments.groups() * (16 + 8L * 3 * d);
    for (int t = 0; t < moments.targets(); t++) {
      size += 4;
      for (ClassPart part : moments.parts(t)) {
        size += 20 + 16L * d;
        size += part.raw() == null ? 0 : 8L * part.raw().length;
        size += part.scatter() == null ? 0 : 8L * SymmetricMatrix.packedLength(d);
      }
    }
    return size;
  }
}
