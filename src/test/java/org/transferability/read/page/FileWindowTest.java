package org.transferability.read.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.ParquetDecodingException;
import org.junit.jupiter.api.Test;

final class FileWindowTest {
  private static final int SIZE = 50_000;

  /** Counts the bytes that are read. */
  private static final class Bytes extends DelegatingSeekableInputStream {
    private final byte[] bytes;
    private int position;
    private long read;

    Bytes(byte[] bytes) {
      super(new java.io.ByteArrayInputStream(bytes));
      this.bytes = bytes;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void seek(long to) {
      position = (int) to;
    }

    @Override
    public void readFully(ByteBuffer into) {
      int n = into.remaining();
      into.put(bytes, position, n);
      position += n;
      read += n;
    }
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void pagesOfAnySizeAreThoseOfTheFileAndEachByteIsReadOnce() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      byte[] file = random(200_000 + random.nextInt(2_000_000), seed);
      Bytes stream = new Bytes(file);
      int end = file.length - random.nextInt(1000);
      int largest = 1 + random.nextInt(300_000);
      try (FileWindow window = new FileWindow(stream, end, SIZE, new HeapByteBufferAllocator())) {
        int position = random.nextInt(1000);
        int begin = position;
        while (position < end) {
          byte[] header = bytes(window.ahead(position, 1 << 14));
          assertArrayEquals(part(file, position, Math.min(end, position + (1 << 14))), header);
          position += Math.min(header.length, random.nextInt(60));
          int n = Math.min(end - position, random.nextInt(largest));
          assertArrayEquals(part(file, position, position + n), bytes(window.read(position, n)));
          position += n;
        }
        assertEquals(end - begin, stream.read, "bytes read, seed " + seed);
      }
    }
  }

  @Test
  void nothingIsReadAheadBeyondTheExpectedEnd() throws IOException {
    byte[] file = random(400_000, 1);
    Bytes stream = new Bytes(file);
    try (FileWindow window = new FileWindow(stream, 400_000, SIZE, new HeapByteBufferAllocator())) {
      window.expectEnd(30_000);
      window.read(10_000, 100);
      assertEquals(20_000, stream.read);
      assertArrayEquals(part(file, 25_000, 35_000), bytes(window.read(25_000, 10_000)));
      assertEquals(25_000, stream.read);
    }
  }

  @Test
  void bytesBeforeOrFarBehindAreFoundToo() throws IOException {
    byte[] file = random(400_000, 2);
    try (FileWindow window =
        new FileWindow(new Bytes(file), 400_000, SIZE, new HeapByteBufferAllocator())) {
      for (int position : new int[] {100_000, 350_000, 7, 49_000, 0, 390_000}) {
        assertArrayEquals(
            part(file, position, position + 10_000), bytes(window.read(position, 10_000)));
      }
    }
  }

  @Test
  void aPageThatLeavesTheChunkIsDamage() throws IOException {
    try (FileWindow window =
        new FileWindow(new Bytes(new byte[100]), 90, SIZE, new HeapByteBufferAllocator())) {
      assertThrows(ParquetDecodingException.class, () -> window.read(80, 11));
      assertThrows(ParquetDecodingException.class, () -> window.read(80, -1));
    }
  }

  private static byte[] part(byte[] file, int from, int to) {
    return Arrays.copyOfRange(file, from, to);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
