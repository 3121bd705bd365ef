package org.transferability.read.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;

/**
 * The bytes of a column chunk, read in large pieces from front to back. What is returned stays
 * valid.
 */
final class FileWindow {
  private final SeekableInputStream stream;
  private final long end;
  private final int size;

  /** Where reading is expected to end: no more than that is read ahead. */
  private long expectedEnd;

  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private long bytesFrom;

  /**
   * @param end position in the file after the last byte
   * @param size bytes read at a time
   */
  FileWindow(SeekableInputStream stream, long end, int size) {
    this.stream = stream;
    this.end = end;
    this.size = size;
    this.expectedEnd = end;
  }

  /** States that bytes from this position of the file on will hardly be needed. */
  void expectEnd(long position) {
    expectedEnd = Math.min(end, position);
  }

  long end() {
    return end;
  }

  /** The next n bytes from a position of the file. */
  ByteBuffer read(long position, int n) throws IOException {
    if (n < 0 || n > end - position) {
      throw new ParquetDecodingException(
          "page of " + n + " bytes at " + position + " in a column chunk that ends at " + end);
    }
    if (position < bytesFrom || position + n > bytesFrom + bytes.limit()) {
      long ahead = Math.min(size, expectedEnd - position);
      ByteBuffer next = ByteBuffer.allocate((int) Math.max(n, ahead));
      stream.seek(position);
      stream.readFully(next);
      bytes = next.flip();
      bytesFrom = position;
    }
    return bytes.slice((int) (position - bytesFrom), n);
  }

  /** As many of the next n bytes as there are. */
  ByteBuffer ahead(long position, int n) throws IOException {
    return read(position, (int) Math.min(n, Math.max(0, end - position)));
  }
}
