package org.transferability.read.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.BadConfigurationException;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Parquet's decompressors with a limit on the size that a page may claim. The claim is not covered
 * by the page's checksum, and Parquet allocates it at once.
 *
 * <p>Pages labelled {@code LZ4} come in two forms, see {@link FramedLz4}.
 */
final class BoundedCodecs implements CompressionCodecFactory {
  private final CompressionCodecFactory codecs;
  private long largestPage = Long.MAX_VALUE;

  BoundedCodecs(CompressionCodecFactory codecs) {
    this.codecs = codecs;
  }

  void setLargestPage(long bytes) {
    largestPage = bytes;
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    return codecs.getCompressor(name);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    BytesInputDecompressor decompressor = codecs.getDecompressor(name);
    if (name == CompressionCodecName.UNCOMPRESSED) {
      return decompressor;
    }
    return new Bounded(
        name == CompressionCodecName.LZ4
            ? new FramedLz4(decompressor, codecs.getDecompressor(CompressionCodecName.LZ4_RAW))
            : decompressor);
  }

  /** Whether the class path contains the classes that the codec needs. */
  boolean hasDecompressor(CompressionCodecName name) {
    try {
      codecs.getDecompressor(name);
      return true;
    } catch (BadConfigurationException e) {
      return false;
    }
  }

  @Override
  public void release() {
    codecs.release();
  }

  private void check(int size) {
    if (size < 0 || size > largestPage) {
      throw new ParquetDecodingException(
          "page claims " + size + " bytes in a column of " + largestPage);
    }
  }

  private final class Bounded implements BytesInputDecompressor {
    private final BytesInputDecompressor decompressor;

    Bounded(BytesInputDecompressor decompressor) {
      this.decompressor = decompressor;
    }

    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      check(size);
      return decompressor.decompress(bytes, size);
    }

    @Override
    public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size)
        throws IOException {
      check(size);
      decompressor.decompress(input, compressed, output, size);
    }

    @Override
    public void release() {
      decompressor.release();
    }
  }
}
