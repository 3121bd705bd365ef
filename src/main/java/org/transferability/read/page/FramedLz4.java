package org.transferability.read.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;

/**
 * Pages labelled {@code LZ4}, a codec that the Parquet format has deprecated because its writers
 * did not agree: Hadoop writes lengths before each block, others write the bare block that is now
 * called {@code LZ4_RAW}.
 *
 * <p>The first byte distinguishes them. A block begins with a run of literals, whose length, at
 * least 1, is in the high half of the byte; in Hadoop's form it is the highest byte of a length, 0
 * in pages below 16 MB; above that the lengths must fit the page.
 */
final class FramedLz4 implements BytesInputDecompressor {
  private final BytesInputDecompressor framed;
  private final BytesInputDecompressor bare;

  FramedLz4(BytesInputDecompressor framed, BytesInputDecompressor bare) {
    this.framed = framed;
    this.bare = bare;
  }

  @Override
  @SuppressWarnings("deprecation") // its replacement needs an allocator, and pages are on the heap
  public BytesInput decompress(BytesInput bytes, int size) throws IOException {
    ByteBuffer page = bytes.toByteBuffer().slice();
    return (isFramed(page, size) ? framed : bare).decompress(BytesInput.from(page), size);
  }

  @Override
  public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size)
      throws IOException {
    (isFramed(input.slice(), size) ? framed : bare).decompress(input, compressed, output, size);
  }

  /** Whether a page begins with the lengths of a block that fits it. */
  private static boolean isFramed(ByteBuffer page, int size) {
    if (page.remaining() < 2 * Integer.BYTES) {
      return page.remaining() >= Integer.BYTES && page.getInt(0) == 0;
    }
    int length = page.getInt(0);
    int compressed = page.getInt(Integer.BYTES);
    return length >= 0
        && length <= size
        && compressed >= 0
        && compressed <= page.remaining() - 2 * Integer.BYTES;
  }

  @Override
  public void release() {
    framed.release();
    bare.release();
  }
}
