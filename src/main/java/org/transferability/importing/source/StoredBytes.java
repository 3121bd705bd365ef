package org.transferability.importing.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A part of a file with uncompressed bytes. */
final class StoredBytes implements ArrayBytes {
  private static final int BUFFER = 1 << 20;

  private final FileSystem files;
  private final Path path;
  private final String name;
  private final long start;
  private final long length;

  StoredBytes(FileSystem files, Path path, String name, long start, long length) {
    this.files = files;
    this.path = path;
    this.name = name;
    this.start = start;
    this.length = length;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() throws IOException {
    FSDataInputStream in = files.open(path);
    try {
      in.seek(start);
      return new BufferedInputStream(new Limited(in, length), BUFFER);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public RandomBytes random() throws IOException {
    FSDataInputStream in = files.open(path);
    return new RandomBytes() {
      @Override
      public void readFully(long position, byte[] bytes, int count) throws IOException {
        in.readFully(start + position, bytes, 0, count);
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  @Override
  public void close() {}

  /** Ends after this many bytes. */
  static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read();
      left -= read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(bytes, offset, (int) Math.min(count, left));
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
