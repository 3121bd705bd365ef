package org.transferability.read.id;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 64-bit hashes of ids. The mixing step is Stafford's variant 13 of the MurmurHash3 finaliser, as
 * in SplitMix64 (Steele, Lea, Flood 2014).
 */
public final class Hash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Hash() {}

  public static long of(long value, long seed) {
    return mix(value + mix(seed + GOLDEN));
  }

  public static long of(byte[] bytes, int from, int to, long seed) {
    long hash = mix(seed + GOLDEN + (to - from));
    int at = from;
    for (; at + 8 <= to; at += 8) {
      hash = mix(hash ^ (long) LONGS.get(bytes, at)) * GOLDEN;
    }
    long tail = 0;
    for (int i = 0; at < to; at++, i += 8) {
      tail |= (bytes[at] & 0xffL) << i;
    }
    return mix(hash ^ tail);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
