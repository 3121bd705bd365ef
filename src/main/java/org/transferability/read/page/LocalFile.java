package org.transferability.read.page;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.security.AccessControlException;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A local file that is read without Hadoop's streams, which open a second file for each one, check
 * several times whether it exists, and copy through buffers of 4 kB. Hadoop's checksum files for
 * local files are ignored; checksums in Parquet's pages are verified.
 */
final class LocalFile implements InputFile {
  /** Number of bytes copied at a time, so that they stay in the cache. */
  private static final int PIECE = 1 << 17;

  private final Path path;
  private final long length;

  LocalFile(Path path, long length) {
    this.path = path;
    this.length = length;
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    try {
      return new Stream(FileChannel.open(path, StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      throw (IOException) new FileNotFoundException(path.toString()).initCause(e);
    } catch (AccessDeniedException e) {
      throw new AccessControlException(e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private static final class Stream extends SeekableInputStream {
    private final FileChannel channel;

    Stream(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
      channel.position(position);
    }

    @Override
    public int read() throws IOException {
      ByteBuffer one = ByteBuffer.allocate(1);
      return channel.read(one) < 0 ? -1 : one.get(0) & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      return read(ByteBuffer.wrap(bytes, offset, count));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      int limit = into.limit();
      into.limit(Math.min(limit, into.position() + PIECE));
      try {
        return channel.read(into);
      } finally {
        into.limit(limit);
      }
    }

    @Override
    public void readFully(byte[] bytes) throws IOException {
      readFully(ByteBuffer.wrap(bytes));
    }

    @Override
    public void readFully(byte[] bytes, int offset, int count) throws IOException {
      readFully(ByteBuffer.wrap(bytes, offset, count));
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
      while (into.hasRemaining()) {
        if (read(into) < 0) {
          throw new EOFException("file ends " + into.remaining() + " bytes too soon");
        }
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
