package org.transferability.importing;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** An output file for Parquet whose bytes are counted and digested while they are written. */
final class DigestedFile implements OutputFile {
  private final OutputStream out;
  private final MessageDigest digest;
  private long position;

  DigestedFile(OutputStream out) {
    this.out = out;
    this.digest = Checksums.sha256();
  }

  long length() {
    return position;
  }

  /** SHA-256 of all bytes, in hexadecimal; may be called once, at the end. */
  String checksum() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new PositionOutputStream() {
      @Override
      public long getPos() {
        return position;
      }

      @Override
      public void write(int value) throws IOException {
        out.write(value);
        digest.update((byte) value);
        position++;
      }

      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        out.write(bytes, offset, count);
        digest.update(bytes, offset, count);
        position += count;
      }

      @Override
      public void flush() throws IOException {
        out.flush();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}
