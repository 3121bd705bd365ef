package org.transferability.read.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;

/**
 * The bytes of a column chunk, read in pieces from front to back. Each byte is read once, into a
 * buffer that is used again: what is decoded at once is still in the cache.
 */
final class FileWindow implements AutoCloseable {
  /** Read beyond a page, for the header of the next one. */
  private static final int HEADER = 1 << 14;

  private final SeekableInputStream stream;
  private final long end;
  private final int size;
  private final ByteBufferAllocator buffers;

  /** Where reading is expected to end: no more than that is read ahead. */
  private long expectedEnd;

  /** From its position to its limit, the bytes of the file from {@code bytesFrom} on. */
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  private long bytesFrom;

  /**
   * @param end position in the file after the last byte
   * @param size bytes read at a time, unless a page is larger
   * @param buffers give the buffer, and get it back
   */
  FileWindow(SeekableInputStream stream, long end, int size, ByteBufferAllocator buffers) {
    this.stream = stream;
    this.end = end;
    this.size = size;
    this.buffers = buffers;
    this.expectedEnd = end;
  }

  /** States that bytes from this position of the file on will hardly be needed. */
  void expectEnd(long position) {
    expectedEnd = Math.min(end, position);
  }

  long end() {
    return end;
  }

  /** The next n bytes from a position of the file; valid until the next bytes are asked for. */
  ByteBuffer read(long position, int n) throws IOException {
    if (n < 0 || n > end - position) {
      throw new ParquetDecodingException(
          "page of " + n + " bytes at " + position + " in a column chunk that ends at " + end);
    }
    long skipped = position - bytesFrom;
    boolean known = skipped >= 0 && skipped <= bytes.remaining();
    bytes.position(known ? bytes.position() + (int) skipped : bytes.limit());
    bytesFrom = position;
    if (bytes.remaining() < n) {
      fill(n);
    }
    return bytes.slice(bytes.position(), n);
  }

  /** As many of the next n bytes as there are. */
  ByteBuffer ahead(long position, int n) throws IOException {
    return read(position, (int) Math.min(n, Math.max(0, end - position)));
  }

  /** Reads on until there are n bytes, and some of those that follow. */
  private void fill(int n) throws IOException {
    int known = bytes.remaining();
    // After a large page, only the next header: the rest of a piece would have to be moved.
    long wanted = n < size / 2 ? Math.max(n, (long) known + size) : (long) n + HEADER;
    int ready = (int) Math.max(n, Math.min(wanted, expectedEnd - bytesFrom));
    if (bytes.capacity() - bytes.position() < ready) {
      restart(ready);
    }
    int from = bytes.position();
    bytes.limit(from + ready).position(from + known);
    stream.seek(bytesFrom + known);
    stream.readFully(bytes);
    bytes.position(from);
  }

  /** Moves what is known to the front of the buffer, or of a larger one. */
  private void restart(int ready) {
    if (bytes.capacity() >= ready) {
      bytes.compact().flip();
      return;
    }
    // A chunk that is smaller than a piece needs no more: there can be thousands of columns.
    int most = (int) Math.min((long) size + HEADER, end - bytesFrom);
    ByteBuffer larger = buffers.allocate(Math.max(ready, most));
    larger.put(bytes).flip();
    release();
    bytes = larger;
  }

  private void release() {
    if (bytes.capacity() > 0) {
      buffers.release(bytes);
      bytes = ByteBuffer.allocate(0);
    }
  }

  @Override
  public void close() {
    release();
  }
}
