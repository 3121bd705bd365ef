package org.transferability.importing.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.study.InputException;

/** Compressed bytes of a .npz archive (numpy.savez_compressed). */
final class InflatedBytes implements ArrayBytes {
  private static final int BUFFER = 1 << 16;

  private final StoredBytes packed;
  private final long length;

  /**
   * @param length after unpacking
   */
  InflatedBytes(StoredBytes packed, long length) {
    this.packed = packed;
    this.length = length;
  }

  @Override
  public String name() {
    return packed.name();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() throws IOException {
    Inflater inflater = new Inflater(true);
    InputStream in = packed.open();
    // The archive declares the length. A longer stream is not read further, because it may never
    // end.
    return new StoredBytes.Limited(
        new InflaterInputStream(in, inflater, BUFFER) {
          @Override
          public int read(byte[] bytes, int offset, int count) throws IOException {
            try {
              return super.read(bytes, offset, count);
            } catch (ZipException | EOFException e) {
              throw new InputException(
                  "Cannot read %s: expected deflated data, found damage (%s)"
                      .formatted(name(), e.getMessage()),
                  e);
            }
          }

          @Override
          public void close() throws IOException {
            super.close();
            inflater.end();
          }
        },
        length);
  }

  /** Unpacks to a temporary file, which is deleted when this is closed. */
  @Override
  public RandomBytes random() throws IOException {
    java.nio.file.Path unpacked = Files.createTempFile("transferability-", ".npy");
    boolean done = false;
    try (InputStream in = open()) {
      Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
      Path path = new Path(unpacked.toUri());
      FileSystem local = FileSystem.getLocal(new Configuration()).getRaw();
      RandomBytes bytes = new StoredBytes(local, path, name(), 0, length).random();
      done = true;
      return new RandomBytes() {
        @Override
        public void readFully(long position, byte[] into, int count) throws IOException {
          bytes.readFully(position, into, count);
        }

        @Override
        public void close() throws IOException {
          bytes.close();
          Files.deleteIfExists(unpacked);
        }
      };
    } finally {
      if (!done) {
        Files.deleteIfExists(unpacked);
      }
    }
  }

  @Override
  public void close() {}
}
