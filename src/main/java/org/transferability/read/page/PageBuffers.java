package org.transferability.read.page;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.parquet.bytes.ByteBufferAllocator;

/**
 * The buffers for the bytes of row groups, which are used again for the next row group and task: a
 * new buffer must be zeroed, and its garbage would make the collector interrupt the matrix
 * products. Idle buffers are softly referenced, so they do not reduce the memory for other
 * purposes.
 *
 * <p>One of these belongs to one open file and is used by one thread; the idle buffers belong to
 * the process.
 */
final class PageBuffers implements ByteBufferAllocator {
  /** Smaller buffers are cheaper to allocate than to keep. */
  private static final int SMALLEST = 1 << 20;

  private static final int MOST_IDLE = 64;

  private static final Deque<SoftReference<ByteBuffer>> IDLE = new ArrayDeque<>();

  /** The buffers that this file borrowed and returns, without slices that Parquet may create. */
  private final Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());

  @Override
  public ByteBuffer allocate(int size) {
    if (size < SMALLEST) {
      return ByteBuffer.allocate(size);
    }
    ByteBuffer buffer = take(size);
    if (buffer == null) {
      // Sizes are rounded up by at most a quarter of a power of two, so that buffers can be used
      // again.
      int grain = Integer.highestOneBit(size) >> 2;
      buffer = ByteBuffer.allocate((int) Math.min(Integer.MAX_VALUE - 8, roundUp(size, grain)));
    }
    buffer.clear().limit(size);
    lent.add(buffer);
    return buffer;
  }

  private static long roundUp(long size, long grain) {
    return (size + grain - 1) / grain * grain;
  }

  /** The idle buffer that fits with the least waste, of no more than twice the size. */
  private static ByteBuffer take(int size) {
    synchronized (IDLE) {
      SoftReference<ByteBuffer> best = null;
      long bestCapacity = 2L * size + 1;
      for (SoftReference<ByteBuffer> reference : IDLE) {
        ByteBuffer buffer = reference.get();
        if (buffer != null && buffer.capacity() >= size && buffer.capacity() < bestCapacity) {
          best = reference;
          bestCapacity = buffer.capacity();
        }
      }
      if (best == null) {
        return null;
      }
      IDLE.remove(best);
      return best.get();
    }
  }

  @Override
  public void release(ByteBuffer buffer) {
    if (!lent.remove(buffer)) {
      return; // small, or a slice of one that is still in use
    }
    synchronized (IDLE) {
      IDLE.removeIf(reference -> reference.get() == null);
      if (IDLE.size() < MOST_IDLE) {
        IDLE.addLast(new SoftReference<>(buffer));
      }
    }
  }

  @Override
  public boolean isDirect() {
    return false;
  }
}
