package org.transferability.importing.source;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
    FileSystem files, Path path, String name, long start, long length, boolean deflated) {
  private static final int BUFFER = 1 << 20;
  private static final int PACKED_BUFFER = 1 << 16;

  record RandomBytes(FSDataInputStream in, long start) implements Closeable {
    void readFully(long position, byte[] bytes, int count) throws IOException {
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

  /** All bytes from the first on, and those that follow in the file. The caller closes it. */
  InputStream open() throws IOException {
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
  RandomBytes random() throws IOException {
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
}
