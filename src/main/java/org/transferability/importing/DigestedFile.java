package org.transferability.importing;

import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** An output file for Parquet whose bytes are counted and digested while they are written. */
final class DigestedFile implements OutputFile {
  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private final FSDataOutputStream out;

  DigestedFile(OutputStream out) {
    this.out = new FSDataOutputStream(new DigestOutputStream(out, digest), null);
  }

  long length() {
    return out.getPos();
  }

  /** SHA-256 of all bytes, in hexadecimal; may be called once, at the end. */
  String checksum() {
    return Hex.encodeHexString(digest.digest());
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return HadoopStreams.wrap(out);
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
