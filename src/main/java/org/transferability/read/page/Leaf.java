package org.transferability.read.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Reads the pages of one leaf column and keeps a window of decoded repetition and definition
 * levels, which never exceeds the current page, so the values of its levels are contiguous. Levels
 * are decoded in batches, so that a page that claims many values costs no memory.
 *
 * @param <V> how the values are decoded
 */
public final class Leaf<V extends PageValues> {
  private static final int BATCH = 1 << 16;

  public final V values;
  public final int maxDefinition;
  private final int maxRepetition;

  /** Repetition and definition levels of entries {@code [position, limit)}. */
  public byte[] repetition = new byte[0];

  public byte[] definition = new byte[0];
  public int position;
  public int limit;

  private PageReader pages;
  private int pageLeft;

  /** Rows to pass over before the first one is read, or -1. */
  private long rowsBefore;

  /** Whether the pages can contain rows that are not wanted, after the last one. */
  private boolean goesOn;

  private RunDecoder repetitionRuns;
  private RunDecoder definitionRuns;

  public Leaf(ColumnDescriptor column, V values) {
    this.values = values;
    this.maxDefinition = column.getMaxDefinitionLevel();
    this.maxRepetition = column.getMaxRepetitionLevel();
  }

  public void start(PageReadStore store) {
    pages = store.getPageReader(values.column);
    values.startChunk(pages.readDictionaryPage());
    position = 0;
    limit = 0;
    pageLeft = 0;
    goesOn = false;
    rowsBefore = -1;
    if (store instanceof RowGroupPart part) {
      goesOn = part.goesOn();
      rowsBefore = part.rowsBefore().get(values.column);
    }
  }

  /** Goes to the beginning of the row after so many, and over what is left of a row before them. */
  private void skip(long rows) {
    long left = rows;
    while (more()) {
      int at = position;
      int present = 0;
      while (at < limit && (repetition[at] != 0 || left > 0)) {
        left -= repetition[at] == 0 ? 1 : 0;
        present += definition[at] == maxDefinition ? 1 : 0;
        at++;
      }
      values.skip(present);
      position = at;
      if (at < limit) {
        return;
      }
    }
    throw new ParquetDecodingException("fewer rows than the row group declares");
  }

  /** Checks that no row follows in the row group, unless more rows are known to follow. */
  public void requireEnd() {
    if (!goesOn && more()) {
      throw new ParquetDecodingException("more rows than the row group declares");
    }
  }

  /** Whether there is an entry at {@code position}; reads the next page if there is not. */
  public boolean more() {
    return position < limit || available(1) > 0;
  }

  /** Decoded entries from {@code position} on: at least n unless the page ends, 0 at the end. */
  public int available(int n) {
    int ready = limit - position;
    if (ready >= n) {
      return ready;
    }
    if (rowsBefore >= 0) {
      long rows = rowsBefore;
      rowsBefore = -1;
      skip(rows);
      ready = limit - position;
    }
    if (ready == 0 && pageLeft == 0) {
      turnPage();
    }
    if (pageLeft > 0) {
      decodeLevels(Math.max(n, (int) Math.min(BATCH, (long) ready + pageLeft)));
    }
    return limit - position;
  }

  private void decodeLevels(int size) {
    int ready = limit - position;
    if (size > repetition.length) {
      repetition = Arrays.copyOf(repetition, size);
      definition = Arrays.copyOf(definition, size);
    }
    System.arraycopy(repetition, position, repetition, 0, ready);
    System.arraycopy(definition, position, definition, 0, ready);
    position = 0;
    int n = Math.min(pageLeft, size - ready);
    // At a highest level of 0 nothing is stored, and the buffers contain their initial zeros.
    if (maxRepetition > 0) {
      repetitionRuns.levels(repetition, ready, n);
    }
    if (maxDefinition > 0) {
      definitionRuns.levels(definition, ready, n);
    }
    limit = ready + n;
    pageLeft -= n;
  }

  private void turnPage() {
    position = 0;
    limit = 0;
    while (pageLeft == 0) {
      DataPage page = pages.readPage();
      if (page == null) {
        return;
      }
      if (page.getValueCount() < 0) {
        throw new ParquetDecodingException("page of " + page.getValueCount() + " values");
      }
      try {
        open(page);
      } catch (IOException e) {
        // The bytes are in memory, so this is not an error of the file system.
        throw new ParquetDecodingException("page cannot be decoded", e);
      }
      pageLeft = page.getValueCount();
    }
  }

  private void open(DataPage page) throws IOException {
    if (page instanceof DataPageV2 v2) {
      repetitionRuns = new RunDecoder(buffer(v2.getRepetitionLevels()), bits(maxRepetition));
      definitionRuns = new RunDecoder(buffer(v2.getDefinitionLevels()), bits(maxDefinition));
      values.startPage(v2.getDataEncoding(), buffer(v2.getData()), page.getValueCount());
    } else if (page instanceof DataPageV1 v1) {
      ByteBuffer bytes = buffer(v1.getBytes());
      repetitionRuns = levels(bytes, v1.getRlEncoding(), maxRepetition);
      definitionRuns = levels(bytes, v1.getDlEncoding(), maxDefinition);
      values.startPage(v1.getValueEncoding(), bytes.slice(), page.getValueCount());
    } else {
      throw new ParquetDecodingException("unknown kind of page " + page);
    }
  }

  /** Levels of a version 1 page: length, then runs. Moves the buffer past them. */
  static RunDecoder levels(ByteBuffer bytes, Encoding encoding, int max) {
    if (max == 0) {
      return null;
    }
    if (encoding != Encoding.RLE) {
      throw new ParquetDecodingException("levels in the encoding " + encoding);
    }
    int length = Integer.reverseBytes(bytes.getInt());
    if (length < 0 || length > bytes.remaining()) {
      throw new ParquetDecodingException("levels of " + length + " bytes in a shorter page");
    }
    ByteBuffer runs = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return new RunDecoder(runs, bits(max));
  }

  @SuppressWarnings("deprecation") // its replacement needs an allocator, and pages are on the heap
  static ByteBuffer buffer(BytesInput bytes) throws IOException {
    return bytes.toByteBuffer().slice();
  }

  /** The same bytes in memory of their own. */
  static BytesInput copy(BytesInput bytes) throws IOException {
    ByteBuffer from = buffer(bytes);
    ByteBuffer copy = ByteBuffer.allocate(from.remaining());
    return BytesInput.from(copy.put(from).flip());
  }

  static int bits(int max) {
    return 32 - Integer.numberOfLeadingZeros(max);
  }
}
