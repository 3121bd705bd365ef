package org.transferability.read.page;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Pages of a row group, for columns that are read twice at the same time (the same column as
 * features and as labels): Parquet returns each page once. All readers of a column must be created
 * before the first page is read; a page is kept until the slowest reader has read it.
 */
final class SharedPages implements PageReadStore {
  private final PageReadStore store;
  private final Map<ColumnDescriptor, Queue> queues = new HashMap<>();

  private SharedPages(PageReadStore store) {
    this.store = store;
  }

  /**
   * A store in which each column can be read as many times as it is in the list.
   *
   * @param leaves all leaf columns that will be read, with repetitions
   */
  static PageReadStore of(PageReadStore store, List<ColumnDescriptor> leaves) {
    SharedPages shared = new SharedPages(store);
    Set<ColumnDescriptor> seen = new HashSet<>();
    for (ColumnDescriptor leaf : leaves) {
      if (!seen.add(leaf)) {
        shared.queues.computeIfAbsent(leaf, l -> new Queue(store.getPageReader(l)));
      }
    }
    return shared.queues.isEmpty() ? store : shared;
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    Queue queue = queues.get(column);
    return queue == null ? store.getPageReader(column) : queue.newReader();
  }

  @Override
  public long getRowCount() {
    return store.getRowCount();
  }

  @Override
  public Optional<PrimitiveIterator.OfLong> getRowIndexes() {
    return store.getRowIndexes();
  }

  @Override
  public void close() {
    store.close();
  }

  private static final class Queue {
    private final PageReader source;
    private final List<Reader> readers = new ArrayList<>();

    Queue(PageReader source) {
      this.source = source;
    }

    Reader newReader() {
      Reader reader = new Reader(this);
      readers.add(reader);
      return reader;
    }

    /** Passes the next page to all readers. */
    private void advance() {
      DataPage page = source.readPage();
      if (page == null) {
        return;
      }
      try {
        DataPage lasting = lasting(page);
        readers.forEach(reader -> reader.ahead.add(lasting));
      } catch (IOException e) {
        throw new ParquetDecodingException("page cannot be decoded", e);
      }
    }

    /**
    * A copy of a page: a decompressed one is a stream that can be read once, and the buffer of
    * others is used for the next page.
    */
    private static DataPage lasting(DataPage page) throws IOException {
      if (page instanceof DataPageV1 v1) {
        return new DataPageV1(
            BytesInput.copy(v1.getBytes()),
            v1.getValueCount(),
            v1.getUncompressedSize(),
            v1.getStatistics(),
            v1.getRlEncoding(),
            v1.getDlEncoding(),
            v1.getValueEncoding());
      } else if (page instanceof DataPageV2 v2) {
        return DataPageV2.uncompressed(
            v2.getRowCount(),
            v2.getNullCount(),
            v2.getValueCount(),
            BytesInput.copy(v2.getRepetitionLevels()),
            BytesInput.copy(v2.getDefinitionLevels()),
            v2.getDataEncoding(),
            BytesInput.copy(v2.getData()),
            v2.getStatistics());
      }
      throw new ParquetDecodingException("unknown kind of page " + page);
    }
  }

  private static final class Reader implements PageReader {
    private final Queue queue;
    private final ArrayDeque<DataPage> ahead = new ArrayDeque<>();

    Reader(Queue queue) {
      this.queue = queue;
    }

    @Override
    public DictionaryPage readDictionaryPage() {
      return queue.source.readDictionaryPage();
    }

    @Override
    public long getTotalValueCount() {
      return queue.source.getTotalValueCount();
    }

    @Override
    public DataPage readPage() {
      if (ahead.isEmpty()) {
        queue.advance();
      }
      return ahead.poll();
    }
  }
}
