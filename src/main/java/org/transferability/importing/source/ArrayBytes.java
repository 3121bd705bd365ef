package org.transferability.importing.source;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.transferability.study.InputException;

/**
 * The bytes of one array or table: a file, or a member of a .npz archive.
 *
 * @param name the name in messages
 * @param start the position of the first byte in the file
 * @param length in bytes, after unpacking, as declared; the stream may be shorter or longer
 * @param deflated whether they are compressed
 */
public record ArrayBytes(
    FileSystem files, Path path, String name, long start, long length, boolean deflated)
    implements RowBytes {
  private static final int BUFFER = 1 << 20;
  private static final int PACKED_BUFFER = 1 << 16;

  /** Bytes with random access. */
  public record RandomBytes(FSDataInputStream in, long start) implements Closeable {
    /** Reads at a position in the bytes of the array. */
    public void readFully(long position, byte[] bytes, int count) throws IOException {
      in.readFully(start + position, bytes, 0, count);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  public static ArrayBytes of(FileSystem files, Path path, String name, long length) {
    return new ArrayBytes(files, path, name, 0, length, false);
  }

  /** The last bytes of a file that is not compressed. */
  public byte[] last(int count) throws IOException {
    byte[] bytes = new byte[count];
    try (RandomBytes in = random(files, path, start)) {
      in.readFully(length - count, bytes, count);
    }
    return bytes;
  }

  /** All bytes of a file; closing it closes the file. */
  public SeekableByteChannel channel() throws IOException {
    return new Channel(files.open(path), length);
  }

  /** All bytes from the first on, and those that follow in the file. The caller closes it. */
  @Override
  public InputStream open() throws IOException {
    InputStream in = new BufferedInputStream(random(files, path, start).in(), BUFFER);
    return deflated ? inflated(in) : in;
  }

  private InputStream inflated(InputStream in) {
    Inflater inflater = new Inflater(true);
    return new InflaterInputStream(in, inflater, PACKED_BUFFER) {
      @Override
      public int read(byte[] bytes, int offset, int count) throws IOException {
        try {
          return super.read(bytes, offset, count);
        } catch (ZipException | EOFException e) {
          throw new InputException(
              "Cannot read %s: expected deflated data, found damage (%s)"
                  .formatted(name, e.getMessage()),
              e);
        }
      }

      @Override
      public void close() throws IOException {
        super.close();
        inflater.end();
      }
    };
  }

  /** Bytes with random access; compressed ones are unpacked to a temporary file. */
  public RandomBytes random() throws IOException {
    if (!deflated) {
      return random(files, path, start);
    }
    java.nio.file.Path unpacked = Files.createTempFile("transferability-", ".npy");
    try {
      try (InputStream in = open();
          OutputStream out = Files.newOutputStream(unpacked)) {
        IOUtils.copyBytes(in, out, length, false);
      }
      if (Files.size(unpacked) < length) {
        throw new InputException(
            "Cannot read %s: expected %d bytes as in the directory of the archive, found %d"
                .formatted(name, length, Files.size(unpacked)));
      }
      FileSystem local = FileSystem.getLocal(new Configuration()).getRaw();
      return random(local, new Path(unpacked.toUri()), 0);
    } finally {
      Files.delete(unpacked); // an open file stays readable, and is freed when it is closed
    }
  }

  private static RandomBytes random(FileSystem files, Path path, long start) throws IOException {
    FSDataInputStream in = files.open(path);
    try {
      in.seek(start);
      return new RandomBytes(in, start);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** A file of any file system as the channel that the directory is read from. */
  record Channel(FSDataInputStream in, long size) implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer into) {
      byte[] bytes = new byte[into.remaining()];
      try {
        int read = in.read(bytes, 0, bytes.length);
        into.put(bytes, 0, Math.max(0, read));
        return read;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public long position() throws IOException {
      return in.getPos();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
      if (position < 0 || position > size) {
        throw new EOFException("a position outside the file: " + position);
      }
      in.seek(position);
      return this;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }

    @Override
    public int write(ByteBuffer from) {
      throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long length) {
      throw new NonWritableChannelException();
    }
  }
}
