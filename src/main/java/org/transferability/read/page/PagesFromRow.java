package org.transferability.read.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * The pages of a column chunk from the one on in which a row begins. An offset index gives the
 * place of that page. Without one, the pages before it are passed over one by one: a header states
 * the rows of a page of version 2 and of a column without lists; of other pages the repetition
 * levels are counted.
 *
 * <p>An offset index is not covered by any checksum, and a wrong one would move the values of a
 * column to other rows. So every page that is read must have as many rows as the index states, and
 * must begin with a row; each page is in some part of the row group.
 */
final class PagesFromRow implements PageReader, AutoCloseable {
  /** In place of a row: every page is needed. */
  private static final long ALL = -1;

  private static final int HEADER_BYTES = 1 << 14;
  private static final int MOST_HEADER_BYTES = 1 << 24;

  private final FileWindow window;
  private final ColumnDescriptor column;
  private final BytesInputDecompressor decompressor;
  private final long valueCount;
  private final long groupRows;

  /** Where pages begin, or null. */
  private final OffsetIndex index;

  private DictionaryPage dictionary;
  private long position;
  private long valuesSeen;

  /** Number of the next page. */
  private int pageNumber;

  /** Rows that begin before the next page. */
  private long rowsSeen;

  /** The first page, and the number of rows that begin before it. */
  private Page first;

  private long firstRow;

  /** A page, its levels and values in memory and decompressed if need be. */
  private record Page(DataPage data, long rows) {}

  /**
   * @param index where the pages of the chunk begin, or null
   * @param groupRows rows of the row group
   */
  PagesFromRow(
      FileWindow window,
      ColumnDescriptor column,
      ColumnChunkMetaData chunk,
      BytesInputDecompressor decompressor,
      OffsetIndex index,
      long groupRows) {
    this.window = window;
    this.column = column;
    this.decompressor = decompressor;
    this.valueCount = chunk.getValueCount();
    this.position = chunk.getStartingPos();
    this.index = index != null && fits(index, chunk, groupRows) ? index : null;
    this.groupRows = groupRows;
  }

  /** Whether the pages of an index cover the chunk without gaps, and each begins with a new row. */
  private static boolean fits(OffsetIndex index, ColumnChunkMetaData chunk, long groupRows) {
    int pages = index.getPageCount();
    if (pages == 0
        || index.getFirstRowIndex(0) != 0
        || index.getOffset(0) < chunk.getStartingPos()) {
      return false;
    }
    long end = chunk.getStartingPos() + chunk.getTotalSize();
    for (int p = 0; p < pages; p++) {
      long nextOffset = p + 1 < pages ? index.getOffset(p + 1) : end;
      long nextRow = p + 1 < pages ? index.getFirstRowIndex(p + 1) : groupRows;
      if (index.getOffset(p) + index.getCompressedPageSize(p) != nextOffset
          || index.getFirstRowIndex(p) >= nextRow) {
        return false;
      }
    }
    return true;
  }

  /**
   * Goes to the page in which a row of the group begins.
   *
   * @param end the row after the last one that is needed
   */
  void goTo(long row, long end) throws IOException {
    if (index != null) {
      if (position < index.getOffset(0)) {
        window.expectEnd(index.getOffset(0));
        readDictionary();
      }
      while (pageNumber + 1 < index.getPageCount()
          && index.getFirstRowIndex(pageNumber + 1) <= row) {
        pageNumber++;
      }
      rowsSeen = index.getFirstRowIndex(pageNumber);
      position = index.getOffset(pageNumber);
      window.expectEnd(endOfPages(end));
    }
    Page page = next(row);
    while (page != null && rowsSeen <= row) {
      page = next(row);
    }
    if (page == null) {
      throw new ParquetDecodingException("fewer rows than the row group declares");
    }
    first = page;
    firstRow = rowsSeen - page.rows();
  }

  /** Where the last page ends that has a row before this one. */
  private long endOfPages(long row) {
    int page = pageNumber + 1;
    while (page < index.getPageCount() && index.getFirstRowIndex(page) < row) {
      page++;
    }
    return page < index.getPageCount() ? index.getOffset(page) : window.end();
  }

  /** Number of rows of the group that begin before the first page. */
  long firstRow() {
    return firstRow;
  }

  private void readDictionary() throws IOException {
    PageHeader header = header();
    if (header.getType() != PageType.DICTIONARY_PAGE) {
      throw new ParquetDecodingException(
          "expected a dictionary before the first page of the index, found " + header.getType());
    }
    dictionary(header, body(header));
  }

  /** The next data page, or null at the end; without its data if all its rows are before a row. */
  private Page next(long neededFrom) throws IOException {
    while (index == null ? valuesSeen < valueCount : pageNumber < index.getPageCount()) {
      PageHeader header = header();
      ByteBuffer body = body(header);
      switch (header.getType()) {
        case DICTIONARY_PAGE -> dictionary(header, body);
        case DATA_PAGE, DATA_PAGE_V2 -> {
          Page page = page(header, body, neededFrom);
          if (index != null) {
            requireAsIndexed(page.rows());
          }
          rowsSeen += page.rows();
          pageNumber++;
          return page;
        }
        default -> {
          // a page of an unknown kind is no data
        }
      }
    }
    return null;
  }

  private void requireAsIndexed(long rows) {
    boolean last = pageNumber + 1 == index.getPageCount();
    long nextRow = last ? groupRows : index.getFirstRowIndex(pageNumber + 1);
    if (rowsSeen + rows != nextRow || (!last && position != index.getOffset(pageNumber + 1))) {
      throw new ParquetDecodingException(
          "page %d of %d rows, where the page index states %d"
              .formatted(pageNumber, rows, nextRow - rowsSeen));
    }
  }

  private PageHeader header() throws IOException {
    int n = HEADER_BYTES;
    while (true) {
      ByteBuffer bytes = window.ahead(position, n);
      ByteBufferInputStream in = ByteBufferInputStream.wrap(bytes);
      try {
        PageHeader header = Util.readPageHeader(in);
        position += in.position();
        return header;
      } catch (IOException | RuntimeException e) {
        if (bytes.remaining() < n || n >= MOST_HEADER_BYTES) {
          throw e;
        }
        n *= 16; // a header contains the least and the greatest value, which can be long
      }
    }
  }

  /** Goes to the first page, whatever it contains. */
  void goToStart() throws IOException {
    first = next(ALL);
  }

  private ByteBuffer body(PageHeader header) throws IOException {
    ByteBuffer body = window.read(position, header.getCompressed_page_size());
    position += body.remaining();
    return body;
  }

  private void dictionary(PageHeader header, ByteBuffer body) throws IOException {
    if (dictionary != null) {
      throw new ParquetDecodingException("more than one dictionary page in column " + column);
    }
    verify(header, body);
    dictionary =
        new DictionaryPage(
            BytesInput.copy(
                BytesInput.from(decompress(body, header.getUncompressed_page_size()))),
            header.getDictionary_page_header().getNum_values(),
            encoding(header.getDictionary_page_header().getEncoding()));
  }

  private Page page(PageHeader header, ByteBuffer body, long neededFrom) throws IOException {
    boolean repeated = column.getMaxRepetitionLevel() > 0;
    if (header.getType() == PageType.DATA_PAGE_V2) {
      DataPageHeaderV2 v2 = header.getData_page_header_v2();
      int values = count(v2.getNum_values());
      long rows = repeated ? v2.getNum_rows() : values;
      return rowsSeen + rows <= neededFrom ? new Page(null, rows) : version2(header, body, rows);
    }
    DataPageHeader v1 = header.getData_page_header();
    int values = count(v1.getNum_values());
    if (!repeated && rowsSeen + values <= neededFrom) {
      return new Page(null, values);
    }
    return version1(header, body, values);
  }

  /** Counts the values of a page. */
  private int count(int values) {
    if (values < 0) {
      throw new ParquetDecodingException("page of " + values + " values");
    }
    valuesSeen += values;
    return values;
  }

  private Page version1(PageHeader header, ByteBuffer body, int values) throws IOException {
    verify(header, body);
    DataPageHeader v1 = header.getData_page_header();
    ByteBuffer bytes = decompress(body, header.getUncompressed_page_size());
    Encoding repetition = encoding(v1.getRepetition_level_encoding());
    int most = column.getMaxRepetitionLevel();
    long rows = values;
    if (most > 0) {
      rows = rows(Leaf.levels(bytes.duplicate(), repetition, most), values);
    }
    return new Page(
        new DataPageV1(
            BytesInput.from(bytes),
            values,
            bytes.remaining(),
            null,
            repetition,
            encoding(v1.getDefinition_level_encoding()),
            encoding(v1.getEncoding())),
        rows);
  }

  private Page version2(PageHeader header, ByteBuffer body, long stated) throws IOException {
    verify(header, body);
    DataPageHeaderV2 v2 = header.getData_page_header_v2();
    int repetition = v2.getRepetition_levels_byte_length();
    int definition = v2.getDefinition_levels_byte_length();
    if (repetition < 0 || definition < 0 || definition > body.remaining() - repetition) {
      throw new ParquetDecodingException("levels of more bytes than their page");
    }
    ByteBuffer repetitionLevels = body.slice(0, repetition);
    ByteBuffer data =
        body.slice(repetition + definition, body.remaining() - repetition - definition);
    if (v2.isIs_compressed()) {
      data = decompress(data, header.getUncompressed_page_size() - repetition - definition);
    }
    int most = column.getMaxRepetitionLevel();
    if (most > 0) {
      RunDecoder levels = new RunDecoder(repetitionLevels.duplicate(), Leaf.bits(most));
      long rows = rows(levels, v2.getNum_values());
      if (rows != stated) {
        throw new ParquetDecodingException("page of " + rows + " rows that states " + stated);
      }
    }
    return new Page(
        DataPageV2.uncompressed(
            v2.getNum_rows(),
            v2.getNum_nulls(),
            v2.getNum_values(),
            BytesInput.from(repetitionLevels),
            BytesInput.from(body.slice(repetition, definition)),
            encoding(v2.getEncoding()),
            BytesInput.from(data),
            null),
        stated);
  }

  /** The number of rows that begin among the levels. */
  private long rows(RunDecoder levels, int values) {
    if (values == 0) {
      return 0;
    }
    long rows = levels.isNextZero() ? 0 : -1;
    long zeros = levels.zeros(values);
    if (rows < 0 && index != null) {
      throw new ParquetDecodingException(
          "page %d of the page index begins inside a row".formatted(pageNumber));
    }
    return zeros;
  }

  private ByteBuffer decompress(ByteBuffer bytes, int size) {
    try {
      return Leaf.buffer(decompressor.decompress(BytesInput.from(bytes), size));
    } catch (IOException e) { // not of the file system, because the bytes are in memory
      throw new ParquetDecodingException("page cannot be decompressed: " + e.getMessage());
    }
  }

  private static void verify(PageHeader header, ByteBuffer body) {
    if (header.isSetCrc()) {
      CRC32 crc = new CRC32();
      crc.update(body.duplicate());
      if ((int) crc.getValue() != header.getCrc()) {
        throw new ParquetDecodingException(
            "could not verify page integrity, CRC checksum verification failed");
      }
    }
  }

  private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
    return Encoding.valueOf(encoding.name());
  }

  @Override
  public DictionaryPage readDictionaryPage() {
    return dictionary;
  }

  @Override
  public long getTotalValueCount() {
    return valueCount;
  }

  @Override
  public DataPage readPage() {
    if (first != null) {
      DataPage page = first.data();
      first = null;
      return page;
    }
    try {
      Page page = next(ALL);
      return page == null ? null : page.data();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the buffer of the pages, none of which can be used afterwards. */
  @Override
  public void close() {
    window.close();
  }
}
