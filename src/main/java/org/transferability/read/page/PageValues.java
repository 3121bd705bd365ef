package org.transferability.read.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * The values of a column chunk, page by page, in the type that a reader needs. Subclasses decode
 * frequent encodings in bulk and use Parquet's own readers for the others.
 */
abstract class PageValues {
  public final ColumnDescriptor column;
  private DictionaryPage dictionaryPage;
  private Dictionary dictionary;

  PageValues(ColumnDescriptor column) {
    this.column = column;
  }

  /** Starts a new column chunk with its dictionary page, or null. */
  void startChunk(DictionaryPage page) {
    dictionaryPage = page;
    dictionary = null;
    if (page != null) {
      checkDictionary(page);
    }
  }

  /** Starts a new page. {@code count} includes nulls. */
  abstract void startPage(Encoding encoding, ByteBuffer data, int count) throws IOException;

  /** Passes over the next n values of a page. */
  abstract void skip(int n);

  final DictionaryPage dictionaryPage() {
    if (dictionaryPage == null) {
      throw new ParquetDecodingException("a page of indices without a dictionary");
    }
    return dictionaryPage;
  }

  /** Parquet's reader of a page that is not decoded here. */
  final ValuesReader reader(Encoding encoding, ByteBuffer data, int count) throws IOException {
    ValuesReader reader;
    if (encoding.usesDictionary()) {
      if (dictionary == null) {
        dictionary = plainDictionary();
      }
      reader = encoding.getDictionaryBasedValuesReader(column, ValuesType.VALUES, dictionary);
    } else {
      if (encoding == Encoding.DELTA_BINARY_PACKED
          || encoding == Encoding.DELTA_LENGTH_BYTE_ARRAY
          || encoding == Encoding.DELTA_BYTE_ARRAY) {
        checkDeltaHeader(data.duplicate(), count);
      }
      reader = encoding.getValuesReader(column, ValuesType.VALUES);
    }
    reader.initFromPage(count, ByteBufferInputStream.wrap(data));
    return reader;
  }

  /**
   * The values of the dictionary page, which are PLAIN. The label of a data page does not matter
   * here: {@code PLAIN_DICTIONARY} and {@code RLE_DICTIONARY} both mean indices.
   */
  private Dictionary plainDictionary() throws IOException {
    DictionaryPage page = dictionaryPage();
    return Encoding.PLAIN.initDictionary(
        column, new DictionaryPage(page.getBytes(), page.getDictionarySize(), Encoding.PLAIN));
  }

  /** Parquet allocates the size that a dictionary claims, so it must match its bytes. */
  private void checkDictionary(DictionaryPage page) {
    int bytesEach =
        switch (column.getPrimitiveType().getPrimitiveTypeName()) {
          case INT32, FLOAT, BINARY -> 4;
          case INT64, DOUBLE -> 8;
          case INT96 -> 12;
          case FIXED_LEN_BYTE_ARRAY -> column.getPrimitiveType().getTypeLength();
          case BOOLEAN -> 0;
        };
    if (page.getDictionarySize() < 0
        || (long) page.getDictionarySize() * bytesEach > page.getBytes().size()) {
      throw new ParquetDecodingException(
          "dictionary of "
              + page.getDictionarySize()
              + " values in "
              + page.getBytes().size()
              + " bytes");
    }
  }

  /** Parquet allocates the size in a delta header; it cannot be more than the page contains. */
  private static void checkDeltaHeader(ByteBuffer data, int count) {
    long blockSize = varInt(data);
    long miniBlocks = varInt(data);
    long total = varInt(data);
    if (blockSize <= 0 || blockSize > 1 << 20 || miniBlocks <= 0 || total < 0 || total > count) {
      throw new ParquetDecodingException(
          "delta-encoded page claims " + total + " values in blocks of " + blockSize);
    }
  }

  private static long varInt(ByteBuffer data) {
    long result = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int b = data.get();
      result |= (long) (b & 0x7f) << shift;
      if ((b & 0x80) == 0) {
        return result;
      }
    }
    throw new ParquetDecodingException("number is longer than 32 bits");
  }

  static ByteBuffer littleEndian(ByteBuffer data) {
    return data.slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
