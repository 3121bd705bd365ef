package org.transferability.sql;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.transferability.accumulate.Moments;

/** The buffer of a group: a {@link GroupBuffer} for each fold, one without folds. */
final class FoldBuffers {
  private final GroupBuffer[] folds;

  FoldBuffers(String function, int count) {
    this.folds = new GroupBuffer[count];
    for (int k = 0; k < count; k++) {
      folds[k] = new GroupBuffer(function, count);
    }
  }

  GroupBuffer fold(int k) {
    return folds[k];
  }

  void add(FoldBuffers other) {
    for (int k = 0; k < folds.length; k++) {
      Moments moments = other.folds[k].moments();
      if (moments != null) {
        folds[k].add(moments);
      }
    }
  }

  /** The moments of the folds that have rows, in their order. */
  List<Moments> moments() {
    return Arrays.stream(folds).map(GroupBuffer::moments).filter(Objects::nonNull).toList();
  }

  /** For the shuffle: the length of each fold's part, and the part; a single part as it is. */
  byte[] toBytes() {
    if (folds.length == 1) {
      return folds[0].toBytes();
    }
    byte[][] parts = Arrays.stream(folds).map(GroupBuffer::toBytes).toArray(byte[][]::new);
    long size = Arrays.stream(parts).mapToLong(part -> Integer.BYTES + part.length).sum();
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size));
    for (byte[] part : parts) {
      out.putInt(part.length).put(part);
    }
    return out.array();
  }

  static FoldBuffers fromBytes(String function, int count, byte[] bytes) {
    FoldBuffers buffers = new FoldBuffers(function, count);
    if (count == 1) {
      buffers.folds[0] = GroupBuffer.fromBytes(function, count, bytes);
      return buffers;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    for (int k = 0; k < count; k++) {
      byte[] part = new byte[in.getInt()];
      in.get(part);
      buffers.folds[k] = GroupBuffer.fromBytes(function, count, part);
    }
    return buffers;
  }
}
