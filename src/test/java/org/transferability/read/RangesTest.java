package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.internal.hadoop.metadata.IndexReference;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.ForeignFiles;
import org.transferability.read.page.DataFile;
import org.transferability.read.page.ParquetSource;
import org.transferability.study.InputException;

/**
 * Ranges of rows, read one after the other, give exactly the rows of the whole file, and these are
 * the rows that Parquet's own reader of row groups gives.
 */
final class RangesTest {
  private static final Path PROJECT =
      Path.of(System.getProperty("project.directory", System.getProperty("user.dir")));

  /** Files of any other file system than Hadoop's local one are read by Parquet's own reader. */
  private static final Configuration PARQUET = new Configuration();

  static {
    PARQUET.set("fs.file.impl", RawLocalFileSystem.class.getName());
    PARQUET.setBoolean("fs.file.impl.disable.cache", true);
  }

  @TempDir Path folder;

  private final Random random = new Random(7);

  /** The row groups of a file, each cut at random into up to so many ranges. */
  private List<FileRange> cut(DataFile file, int most) throws IOException {
    List<FileRange> ranges = new ArrayList<>();
    try (ParquetSource source = new ParquetSource(ParquetFixture.CONF, file)) {
      for (int g = 0; g < source.rowGroups().size(); g++) {
        long rows = source.rowGroups().get(g).getRowCount();
        if (rows == 0) {
          continue;
        }
        long[] cuts = random.longs(random.nextInt(most), 0, rows + 1).sorted().distinct().toArray();
        long from = 0;
        for (long cut : cuts) {
          if (cut > from && cut < rows) {
            ranges.add(new FileRange(file, g, g + 1, from, cut));
            from = cut;
          }
        }
        ranges.add(new FileRange(file, g, g + 1, from, -1));
      }
    }
    return ranges;
  }

  private static void assertSame(ReadRows whole, List<ReadRows> parts, String what) {
    assertEquals(whole.ids(), parts.stream().flatMap(p -> p.ids().stream()).toList(), what);
    assertEquals(whole.numbers(), parts.stream().flatMap(p -> p.numbers().stream()).toList(), what);
    assertRows(whole.features(), parts.stream().flatMap(p -> p.features().stream()).toList(), what);
    assertRows(
        whole.predictions(), parts.stream().flatMap(p -> p.predictions().stream()).toList(), what);
    assertRows(whole.labels(), parts.stream().flatMap(p -> p.labels().stream()).toList(), what);
    assertEquals(whole.dropped(), parts.stream().mapToLong(ReadRows::dropped).sum(), what);
  }

  private static void assertRows(List<double[]> whole, List<double[]> parts, String what) {
    assertEquals(whole.size(), parts.size(), what);
    for (int i = 0; i < whole.size(); i++) {
      assertArrayEquals(whole.get(i), parts.get(i), what + ", row " + i);
    }
  }

  private static List<ReadRows> read(
      List<FileRange> ranges, FeatureColumns columns, MissingFeatures missing) throws IOException {
    List<ReadRows> parts = new ArrayList<>();
    for (FileRange range : ranges) {
      parts.add(ReadRows.of(range, columns, missing, 5));
    }
    return parts;
  }

  /** Reads a column in several ways; returns in how many of them it could be read. */
  private int check(DataFile file, FeatureColumns columns, MissingFeatures missing)
      throws IOException {
    ReadRows whole;
    try {
      whole = ReadRows.of(PARQUET, FileRange.all(file), columns, missing, 7);
    } catch (InputException e) {
      assertThrows(
          InputException.class, () -> ReadRows.of(FileRange.all(file), columns, missing, 7));
      return 0;
    }
    assertSame(
        whole, read(List.of(FileRange.all(file)), columns, missing), columns + " of " + file);
    for (int trial = 0; trial < 2; trial++) {
      List<FileRange> ranges = cut(file, trial == 0 ? 3 : 8);
      assertSame(whole, read(ranges, columns, missing), columns + " in " + ranges);
    }
    return 1;
  }

  private int checkAllColumns(Path path) throws IOException {
    DataFile file = ParquetFixture.dataFile(path);
    List<String> names = new ArrayList<>();
    try (ParquetSource source = new ParquetSource(ParquetFixture.CONF, file)) {
      source.schema().getFields().stream().map(Type::getName).forEach(names::add);
    } catch (InputException e) {
      return 0;
    }
    int read = 0;
    for (String name : names) {
      FeatureColumns features = new FeatureColumns(null, name, null);
      read += check(file, features, MissingFeatures.DROP_ROW);
      read += check(file, new FeatureColumns(null, name, name), MissingFeatures.DROP_ROW);
      read += check(file, new FeatureColumns(name, null, null), MissingFeatures.ERROR);
    }
    return read;
  }

  @Test
  void everyColumnOfFilesOfOtherWriters() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(PROJECT.resolve("src/test/resources"))) {
      found.filter(f -> f.toString().endsWith(".parquet")).sorted().forEach(files::add);
    }
    int read = 0;
    for (Path file : files) {
      read += checkAllColumns(file);
    }
    assertTrue(files.size() > 100 && read > 600, files.size() + " files, " + read + " readings");
  }

  @Test
  void everyColumnOfThePublicTestFiles() throws IOException {
    int read = 0;
    for (Path file : ForeignFiles.paths()) {
      read += checkAllColumns(file);
    }
    assertTrue(read > 100, read + " readings");
  }

  private static final String FIELDS =
      "required binary id (STRING); "
          + ParquetFixture.FLOAT_LIST
          + " optional group prediction (LIST) { repeated group list { optional group element"
          + " (LIST) { repeated group list { optional double element; } } } }"
          + " optional int64 label; optional int64 number;";

  private static final FeatureColumns COLUMNS =
      new FeatureColumns(
          "id",
          "features",
          "prediction",
          List.of(new LabelColumn("label", 1), new LabelColumn("number", 1)));

  private DataFile write(int rows, UnaryOperator<ExampleParquetWriter.Builder> options)
      throws IOException {
    return ParquetFixture.write(
        folder.resolve("f" + random.nextInt() + ".parquet"),
        FIELDS,
        rows,
        (row, i) -> {
          row.add("id", "image-" + i);
          if (i % 11 != 10) {
            ParquetFixture.addList(row, "features", ParquetFixture.vector(i, 9));
          }
          Group outer = row.addGroup("prediction");
          for (int k = 0; k < 2; k++) {
            ParquetFixture.addList(outer.addGroup("list"), "element", i, k + 0.5, i % 4);
          }
          if (i % 3 > 0) {
            row.add("label", (long) i * i);
          }
          row.add("number", (long) i % 5);
        },
        options);
  }

  @Test
  void allVersionsCompressionsAndEncodings() throws IOException {
    for (WriterVersion version : WriterVersion.values()) {
      for (boolean dictionary : new boolean[] {true, false}) {
        for (CompressionCodecName codec :
            List.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.ZSTD)) {
          DataFile file =
              write(
                  700,
                  b ->
                      b.withWriterVersion(version)
                          .withDictionaryEncoding(dictionary)
                          .withCompressionCodec(codec)
                          .withRowGroupSize(40_000L)
                          .withPageSize(700)
                          .withMinRowCountForPageSizeCheck(1));
          for (DataFile each : List.of(file, withoutIndex(file))) {
            assertEquals(1, check(each, COLUMNS, MissingFeatures.SKIP_NULL));
            assertEquals(1, check(each, COLUMNS, MissingFeatures.DROP_ROW));
          }
        }
      }
    }
  }

  @Test
  void mlVectors() throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("vectors.parquet"),
            MlVectorRows.TYPE,
            500,
            (row, i) -> MlVectorRows.add(row, ParquetFixture.vector(i, 7), i % 3 == 0),
            b -> b.withPageSize(500).withMinRowCountForPageSizeCheck(1));
    FeatureColumns columns = new FeatureColumns(null, "features", null);
    for (DataFile each : List.of(file, withoutIndex(file))) {
      assertEquals(1, check(each, columns, MissingFeatures.ERROR));
    }
  }

  @Test
  void aRangeMayHaveRowGroupsAndAPartOfTheFirstAndTheLast() throws IOException {
    DataFile file = write(700, b -> b.withRowGroupRowCountLimit(200).withPageSize(700));
    int groups;
    long[] starts;
    try (ParquetSource source = new ParquetSource(ParquetFixture.CONF, file)) {
      groups = source.rowGroups().size();
      starts = new long[groups + 1];
      for (int g = 0; g < groups; g++) {
        starts[g + 1] = starts[g] + source.rowGroups().get(g).getRowCount();
      }
    }
    assertTrue(groups >= 3, "row groups: " + groups);
    ReadRows whole = ReadRows.of(FileRange.all(file), COLUMNS, MissingFeatures.DROP_ROW, 64);
    FileRange range = new FileRange(file, 0, groups, 13, 2);
    ReadRows part = ReadRows.of(range, COLUMNS, MissingFeatures.DROP_ROW, 64);
    assertEquals(
        whole.numbers().stream().filter(n -> n >= 13 && n < starts[groups - 1] + 2).toList(),
        part.numbers());
    ReadRows rest =
        ReadRows.of(new FileRange(file, 1, -1, 3, -1), COLUMNS, MissingFeatures.DROP_ROW, 64);
    assertEquals(whole.numbers().stream().filter(n -> n >= starts[1] + 3).toList(), rest.numbers());
  }

  /** The error names the row of the file, wherever the range begins. */
  @Test
  void errorsNameTheRowOfTheFile() throws IOException {
    int bad = 333;
    DataFile file =
        ParquetFixture.write(
            folder.resolve("bad.parquet"),
            "required int64 id; " + ParquetFixture.FLOAT_LIST,
            500,
            (row, i) -> {
              row.add("id", 1000L + i);
              double[] values = ParquetFixture.vector(i, 6);
              values[2] = i == bad ? Double.NaN : values[2];
              ParquetFixture.addList(row, "features", values);
            },
            b -> b.withPageSize(600).withMinRowCountForPageSizeCheck(1));
    FeatureColumns columns = new FeatureColumns("id", "features", null);
    for (DataFile each : List.of(file, withoutIndex(file))) {
      String expected =
          "Cannot read features: expected finite numbers, found NaN at index 2 (%s, row 333, id 1333); --invalid-rows drop of jobs/score excludes such rows"
              .formatted(each.path());
      for (FileRange range :
          List.of(
              FileRange.all(each),
              new FileRange(each, 0, 1, 333, 334),
              new FileRange(each, 0, 1, 100, -1),
              new FileRange(each, 0, 1, 7, 340))) {
        assertEquals(
            expected,
            assertThrows(
                    InputException.class,
                    () -> ReadRows.of(range, columns, MissingFeatures.ERROR, 50))
                .getMessage());
      }
      ReadRows.of(new FileRange(each, 0, 1, 334, 500), columns, MissingFeatures.ERROR, 50);
      ReadRows.of(new FileRange(each, 0, 1, 0, 333), columns, MissingFeatures.ERROR, 50);
    }
  }

  /** The same file where no column chunk refers to an index any more. */
  private DataFile withoutIndex(DataFile file) throws IOException {
    return changed(
        file,
        (bytes, group) -> {
          for (ColumnChunkMetaData chunk : group.getColumns()) {
            IndexReference index = chunk.getOffsetIndexReference();
            Arrays.fill(
                bytes,
                (int) index.getOffset(),
                (int) index.getOffset() + index.getLength(),
                (byte) 0x7f); // it cannot be decoded
          }
        });
  }

  private interface Change {
    void apply(byte[] bytes, BlockMetaData group);
  }

  private DataFile changed(DataFile file, Change change) throws IOException {
    Path path = Path.of(URI.create(file.path()));
    byte[] bytes = Files.readAllBytes(path);
    try (ParquetSource source = new ParquetSource(ParquetFixture.CONF, file)) {
      source.rowGroups().forEach(group -> change.apply(bytes, group));
    }
    Path other = folder.resolve("changed-" + random.nextInt() + ".parquet");
    Files.write(other, bytes);
    return ParquetFixture.dataFile(other);
  }

  /** An index that says other rows is found out by the range that reads the page. */
  @Test
  void anIndexThatLiesIsAnError() throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("lie.parquet"),
            ParquetFixture.FLOAT_LIST,
            400,
            (row, i) -> ParquetFixture.addList(row, "features", ParquetFixture.vector(i, 6)),
            b -> b.withPageSize(600).withPageRowCountLimit(20).withMinRowCountForPageSizeCheck(1));
    FeatureColumns columns = new FeatureColumns(null, "features", null);
    ReadRows whole = ReadRows.of(FileRange.all(file), columns, MissingFeatures.ERROR, 64);
    assertEquals(400, whole.features().size());
    for (int wrong = 1; wrong < 20; wrong += 3) {
      int page = wrong;
      DataFile lying = changed(file, (bytes, group) -> moveRow(file, bytes, group, page));
      FileRange before = new FileRange(lying, 0, 1, 20L * page - 5, 20L * page);
      FileRange after = new FileRange(lying, 0, 1, 20L * page + 5, -1);
      for (FileRange range : List.of(before, after)) {
        String error =
            assertThrows(
                    InputException.class,
                    () -> ReadRows.of(range, columns, MissingFeatures.ERROR, 9))
                .getMessage();
        assertTrue(error.contains("where the page index states"), error);
      }
      assertEquals(400, ReadRows.of(lying, columns).features().size());
    }
  }

  /** Writes into the index that a page begins one row later. */
  private static void moveRow(DataFile file, byte[] bytes, BlockMetaData group, int page) {
    ColumnChunkMetaData chunk = group.getColumns().get(0);
    IndexReference at = chunk.getOffsetIndexReference();
    ByteArrayInputStream stored =
        new ByteArrayInputStream(bytes, (int) at.getOffset(), at.getLength());
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    try {
      OffsetIndex index = Util.readOffsetIndex(stored);
      PageLocation location = index.getPage_locations().get(page);
      assertEquals(20L * page, location.getFirst_row_index(), file.path());
      location.setFirst_row_index(20L * page + 1);
      Util.writeOffsetIndex(index, changed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertEquals(at.getLength(), changed.size());
    System.arraycopy(changed.toByteArray(), 0, bytes, (int) at.getOffset(), changed.size());
  }

  /** An index that cannot be used is not used. */
  @Test
  void aDamagedIndexIsRefusedOrDoesNotMatter() throws IOException {
    DataFile file = write(100, b -> b.withPageSize(600).withMinRowCountForPageSizeCheck(1));
    ReadRows whole = ReadRows.of(FileRange.all(file), COLUMNS, MissingFeatures.DROP_ROW, 64);
    int same = 0;
    for (int trial = 0; trial < 80; trial++) {
      DataFile damaged =
          changed(
              file,
              (bytes, group) -> {
                int column = random.nextInt(group.getColumns().size());
                IndexReference index = group.getColumns().get(column).getOffsetIndexReference();
                int at = (int) index.getOffset() + random.nextInt(index.getLength());
                bytes[at] = (byte) (bytes[at] + 1 + random.nextInt(255));
              });
      try {
        List<ReadRows> parts = read(cut(damaged, 6), COLUMNS, MissingFeatures.DROP_ROW);
        assertSame(whole, parts, "trial " + trial);
        same++;
      } catch (InputException e) {
        assertTrue(e.getMessage().contains("damaged data"), e.getMessage());
      }
    }
    assertTrue(same > 20, "read all the same: " + same);
  }

  /** Pages have checksums; their headers and the index have none. */
  @Test
  void aDamagedPageIsRefusedOrDoesNotMatter() throws IOException {
    for (WriterVersion version : WriterVersion.values()) {
      DataFile file =
          write(
              100,
              b ->
                  b.withWriterVersion(version)
                      .withPageSize(400)
                      .withPageRowCountLimit(10)
                      .withMinRowCountForPageSizeCheck(1));
      ReadRows whole = ReadRows.of(FileRange.all(file), COLUMNS, MissingFeatures.DROP_ROW, 64);
      int refused = 0;
      for (DataFile each : List.of(file, withoutIndex(file))) {
        for (int trial = 0; trial < 60; trial++) {
          DataFile damaged =
              changed(
                  each,
                  (bytes, group) -> {
                    ColumnChunkMetaData last =
                        group.getColumns().get(group.getColumns().size() - 1);
                    int end = (int) (last.getStartingPos() + last.getTotalSize());
                    int at = 4 + random.nextInt(end - 4);
                    bytes[at] = (byte) (bytes[at] + 1 + random.nextInt(255));
                  });
          List<FileRange> ranges = cut(damaged, 6);
          try {
            assertSame(whole, read(ranges, COLUMNS, MissingFeatures.DROP_ROW), "trial " + trial);
          } catch (InputException e) {
            refused++;
          }
        }
      }
      assertTrue(refused > 60, "refused: " + refused);
    }
  }

  /** The buffer of the pages is smaller than the column, and than some of its pages. */
  @Test
  void columnsOfManyMegabytes() throws IOException {
    for (int pageBytes : new int[] {100_000, 1 << 20, 3 << 20}) {
      for (WriterVersion version : WriterVersion.values()) {
        DataFile file =
            ParquetFixture.write(
                folder.resolve(version + "-" + pageBytes + ".parquet"),
                "required int64 id; " + ParquetFixture.FLOAT_LIST,
                2500,
                (row, i) -> {
                  row.add("id", (long) i);
                  ParquetFixture.addList(row, "features", ParquetFixture.vector(i, 700));
                },
                builder ->
                    builder
                        .withWriterVersion(version)
                        .withDictionaryEncoding(false)
                        .withPageSize(pageBytes)
                        .withPageRowCountLimit(10_000));
        FeatureColumns columns = new FeatureColumns("id", "features", "features");
        assertEquals(1, check(file, columns, MissingFeatures.ERROR));
      }
    }
  }
}
