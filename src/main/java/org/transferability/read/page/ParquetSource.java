package org.transferability.read.page;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.EncodingStats;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.hadoop.metadata.IndexReference;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.transferability.study.InputException;

/** An open Parquet file: schema, row groups, and the pages of chosen columns. */
public final class ParquetSource implements AutoCloseable {
  /** A page smaller than this is never refused, whatever the footer states for its column. */
  private static final long HARMLESS_PAGE = 16L << 20;

  /** Bytes read at a time of all columns of a part of a row group, and of one of them. */
  private static final int WINDOWS = 64 << 20;

  private static final int MOST_WINDOW = 8 << 20;
  private static final int LEAST_WINDOW = 64 << 10;

  /** Bytes read at a time of a local file, where a read costs little: they stay in the cache. */
  private static final int LOCAL_WINDOW = 1 << 20;

  private final DataFile file;
  private final BoundedCodecs codecs;
  private final ParquetFileReader reader;
  private final InputFile input;
  private final PageBuffers buffers = new PageBuffers();

  /** For parts of row groups; null before the first. */
  private SeekableInputStream parts;

  private Set<String> repeatedNames;

  /**
   * Opens a file and reads its footer.
   *
   * @throws InputException if it is not a complete Parquet file
   * @throws IOException if the file system fails
   */
  public ParquetSource(Configuration conf, DataFile file) throws IOException {
    this.file = file;
    this.codecs = new BoundedCodecs(new CodecFactory(conf, 0));
    try {
      Path path = new Path(file.path());
      this.input = input(conf, path, file);
      this.reader =
          NewerTypes.open(
              input,
              HadoopReadOptions.builder(conf, path)
                  .usePageChecksumVerification(true)
                  .withAllocator(buffers)
                  .withCodecFactory(codecs)
                  .build());
    } catch (IOException | RuntimeException e) {
      throw Damage.inFile(file.path(), e);
    }
    for (BlockMetaData group : reader.getRowGroups()) {
      if (group.getRowCount() == 0 && hasValues(group)) {
        reader.close();
        throw Damage.inFile(
            file.path(), new ParquetDecodingException("row group of 0 rows with values"));
      }
    }
  }

  /** Readers skip a row group without rows, so one that contains values would be lost silently. */
  private static boolean hasValues(BlockMetaData group) {
    return group.getColumns().stream().anyMatch(chunk -> chunk.getValueCount() > 0);
  }

  private static InputFile input(Configuration conf, Path path, DataFile file) throws IOException {
    FileSystem fileSystem = path.getFileSystem(conf);
    if (fileSystem.getClass() == LocalFileSystem.class) {
      return new LocalFile(((LocalFileSystem) fileSystem).pathToFile(path).toPath(), file.length());
    }
    // The listing has the content of the status, so no further call to a name node or store is
    // needed.
    FileStatus status = new FileStatus(file.length(), false, 1, 0, file.modified(), path);
    return HadoopInputFile.fromStatus(status, conf);
  }

  public DataFile file() {
    return file;
  }

  public MessageType schema() {
    return reader.getFileMetaData().getSchema();
  }

  public List<BlockMetaData> rowGroups() {
    return reader.getRowGroups();
  }

  /** The kind of a column. */
  public ColumnKind kind(String column) {
    if (!schema().containsField(column)) {
      throw new InputException(
          "Cannot read column "
              + column
              + ": expected it among the columns, found "
              + String.join(", ", schema().getFields().stream().map(f -> f.getName()).toList())
              + " ("
              + file.path()
              + ")");
    }
    if (repeatedNames().contains(column)) {
      throw new InputException(
          "Cannot read column %s: expected it once, found several columns of this name (%s)"
              .formatted(column, file.path()));
    }
    try {
      return ColumnKind.of(schema(), column);
    } catch (RuntimeException e) {
      throw Damage.inPages(file.path(), "schema of " + column, e);
    }
  }

  /** Names of several columns, any of which a program that reads by name could use. */
  private Set<String> repeatedNames() {
    if (repeatedNames == null) {
      Set<String> seen = new HashSet<>();
      repeatedNames = new HashSet<>();
      for (Type field : schema().getFields()) {
        if (!seen.add(field.getName())) {
          repeatedNames.add(field.getName());
        }
      }
    }
    return repeatedNames;
  }

  public InputException wrongType(String column, String expected) {
    return new InputException(
        "Cannot read column "
            + column
            + ": expected "
            + expected
            + ", found "
            + schema().getType(column).toString().replaceAll("\\s+", " ")
            + " ("
            + file.path()
            + ")");
  }

  /** The chunk of a leaf column, or null if the row group lacks it. */
  public static ColumnChunkMetaData chunk(BlockMetaData group, ColumnDescriptor leaf) {
    ColumnPath path = ColumnPath.get(leaf.getPath());
    for (ColumnChunkMetaData chunk : group.getColumns()) {
      if (chunk.getPath().equals(path)) {
        return chunk;
      }
    }
    return null;
  }

  /**
   * Whether the place of a row is known in all leaves without decoding the rows before it: by a
   * page index, because the pages are of version 2, or because each value is a row.
   */
  public static boolean isIndexed(BlockMetaData group, List<ColumnDescriptor> leaves) {
    for (ColumnDescriptor leaf : leaves) {
      ColumnChunkMetaData chunk = chunk(group, leaf);
      if (chunk == null || chunk.isEncrypted()) {
        return false;
      }
      EncodingStats encodings = chunk.getEncodingStats();
      if (leaf.getMaxRepetitionLevel() > 0
          && chunk.getOffsetIndexReference() == null
          && (encodings == null || !encodings.usesV2Pages())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Fetches the compressed pages of the leaves in a row group; a leaf that is in the list twice can
   * be read twice. Closing the store releases its buffers for further use.
   */
  public PageReadStore fetch(int group, List<ColumnDescriptor> leaves) throws IOException {
    BlockMetaData block = rowGroups().get(group);
    requireCodecs(block, leaves);
    try {
      check(block, leaves);
      if (isStreamed(block, leaves)) {
        return stream(block, leaves);
      }
      reader.setRequestedSchema(leaves.stream().distinct().toList());
      return SharedPages.of(reader.readRowGroup(group), leaves);
    } catch (IOException | RuntimeException e) {
      throw Damage.inFile(file.path(), e);
    }
  }

  /**
   * Fetches rows of a row group, like {@link #fetch(int, List)}. Only the pages that contain them
   * are read, and those before them where no page index gives their place.
   *
   * @param from number of the first row in the group
   * @param to number of the row after the last one, more than {@code from}
   */
  public PageReadStore fetch(int group, List<ColumnDescriptor> leaves, long from, long to)
      throws IOException {
    BlockMetaData block = rowGroups().get(group);
    long groupRows = block.getRowCount();
    if (from == 0 && to == groupRows) {
      return fetch(group, leaves);
    }
    requireCodecs(block, leaves);
    try {
      check(block, leaves);
      boolean goesOn = to < groupRows;
      if (block.getColumns().stream().anyMatch(ColumnChunkMetaData::isEncrypted)) {
        Map<ColumnDescriptor, Long> before = new HashMap<>();
        leaves.forEach(leaf -> before.put(leaf, from));
        return new RowGroupPart(fetch(group, leaves), before, to - from, goesOn);
      }
      Map<ColumnDescriptor, PagesFromRow> pages = new HashMap<>();
      Map<ColumnDescriptor, Long> before = new HashMap<>();
      for (ColumnDescriptor leaf : new LinkedHashSet<>(leaves)) {
        OffsetIndex index = offsetIndex(Objects.requireNonNull(chunk(block, leaf)));
        PagesFromRow ofLeaf = pages(block, leaf, leaves.size(), index);
        ofLeaf.goTo(from, to);
        pages.put(leaf, ofLeaf);
        before.put(leaf, from - ofLeaf.firstRow());
      }
      PageReadStore store = new RowGroupPart.Pages(pages, to - from);
      return new RowGroupPart(SharedPages.of(store, leaves), before, to - from, goesOn);
    } catch (IOException | RuntimeException e) {
      throw Damage.inFile(file.path(), e);
    }
  }

  /**
   * Whether the pages of a whole row group are read one after the other. From other file systems it
   * is fetched at once, with few requests.
   */
  private boolean isStreamed(BlockMetaData block, List<ColumnDescriptor> leaves) {
    return input instanceof LocalFile
        && leaves.stream()
            .noneMatch(leaf -> Objects.requireNonNull(chunk(block, leaf)).isEncrypted());
  }

  private PageReadStore stream(BlockMetaData block, List<ColumnDescriptor> leaves)
      throws IOException {
    Map<ColumnDescriptor, PagesFromRow> pages = new HashMap<>();
    for (ColumnDescriptor leaf : new LinkedHashSet<>(leaves)) {
      PagesFromRow ofLeaf = pages(block, leaf, leaves.size(), null);
      ofLeaf.goToStart();
      pages.put(leaf, ofLeaf);
    }
    return SharedPages.of(new RowGroupPart.Pages(pages, block.getRowCount()), leaves);
  }

  private PagesFromRow pages(
      BlockMetaData block, ColumnDescriptor leaf, int leaves, OffsetIndex index)
      throws IOException {
    if (parts == null) {
      parts = input.newStream();
    }
    ColumnChunkMetaData chunk = Objects.requireNonNull(chunk(block, leaf));
    int most = input instanceof LocalFile ? LOCAL_WINDOW : MOST_WINDOW;
    int size = Math.max(LEAST_WINDOW, Math.min(most, WINDOWS / leaves));
    long end = chunk.getStartingPos() + chunk.getTotalSize();
    FileWindow window = new FileWindow(parts, end, size, buffers);
    return new PagesFromRow(
        window,
        leaf,
        chunk,
        codecs.getDecompressor(chunk.getCodec()),
        index,
        block.getRowCount());
  }

  /** Where the pages of a chunk begin, or null if the file does not contain it intact. */
  private OffsetIndex offsetIndex(ColumnChunkMetaData chunk) {
    IndexReference reference = chunk.getOffsetIndexReference();
    if (reference == null
        || reference.getOffset() < 0
        || reference.getLength() <= 0
        || reference.getLength() > file.length() - reference.getOffset()) {
      return null;
    }
    try {
      return reader.readOffsetIndex(chunk);
    } catch (IOException | RuntimeException e) {
      return null; // the pages are found without it
    }
  }

  /** A missing codec is not an error in the file. */
  private void requireCodecs(BlockMetaData block, List<ColumnDescriptor> leaves) {
    Set<ColumnPath> paths = new HashSet<>();
    leaves.forEach(leaf -> paths.add(ColumnPath.get(leaf.getPath())));
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      if (paths.contains(chunk.getPath()) && !codecs.hasDecompressor(chunk.getCodec())) {
        throw new InputException(
            "Cannot read column %s: expected a compression that can be read here (none, snappy, gzip, zstd, lz4_raw), found %s (%s); write the file again with one of these, or put the class %s on the class path (-- --jars)"
                .formatted(
                    chunk.getPath().toArray()[0],
                    chunk.getCodec(),
                    file.path(),
                    chunk.getCodec().getHadoopCompressionCodecClassName()));
      }
    }
  }

  /** Checks the sizes and positions in the footer that Parquet would use unchecked. */
  private void check(BlockMetaData block, List<ColumnDescriptor> leaves) {
    Set<ColumnPath> paths = new HashSet<>();
    leaves.forEach(leaf -> paths.add(ColumnPath.get(leaf.getPath())));
    long largest = HARMLESS_PAGE;
    int found = 0;
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      if (!paths.contains(chunk.getPath())) {
        continue;
      }
      found++;
      long start = chunk.getStartingPos();
      long size = chunk.getTotalSize();
      if (start < 0 || size < 0 || size > file.length() - start) {
        throw new ParquetDecodingException(
            "column chunk at " + start + " of " + size + " bytes in a file of " + file.length());
      }
      largest = Math.max(largest, chunk.getTotalUncompressedSize());
    }
    if (found != paths.size() || block.getRowCount() < 0) {
      throw new ParquetDecodingException(
          "row group of "
              + block.getRowCount()
              + " rows lacks "
              + (paths.size() - found)
              + " columns");
    }
    codecs.setLargestPage(largest);
  }

  @Override
  public void close() throws IOException {
    if (parts != null) {
      parts.close();
    }
    reader.close();
  }
}
