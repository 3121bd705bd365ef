package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/**
 * Dictionaries under all labels. The label of the data pages (PLAIN_DICTIONARY or RLE_DICTIONARY)
 * and that of the dictionary page (PLAIN_DICTIONARY or PLAIN) are free of each other, and each
 * program has its habit.
 */
final class DictionariesTest {
  private static final int ROWS = 600;
  private static final int WIDTH = 3;
  private static final List<String> NUMBERS =
      List.of("i32", "i64", "u32", "u64", "f32", "f64", "half", "money", "big");
  private static final String FIELDS =
      "required binary id (STRING); required int64 key; required int32 small;"
          + " optional int32 i32; optional int64 i64; optional int32 u32 (INTEGER(32,false));"
          + " optional int64 u64 (INTEGER(64,false)); optional float f32; optional double f64;"
          + " optional fixed_len_byte_array(2) half (FLOAT16); optional int32 money (DECIMAL(9,2));"
          + " optional binary big (DECIMAL(30,3)); optional binary packed; "
          + ParquetFixture.FLOAT_LIST;

  @TempDir Path folder;

  /** Few distinct numbers at first, then many, so that a small dictionary overflows. */
  private static int level(int i) {
    return i < ROWS / 2 ? i * 7 % 11 : i;
  }

  private static double[] vector(int i) {
    return ParquetFixture.vector(level(i), WIDTH);
  }

  private static void fill(Group row, int i) {
    int v = level(i);
    row.append("id", "row-" + v).append("key", 5_000_000_000L + v).append("small", v - 5);
    if (i % 9 != 4) {
      row.append("i32", -v).append("i64", v * 10_000_000_000L).append("u32", -1 - v);
      row.append("u64", -1L - v * 4096L).append("f32", v / 8f).append("f64", v / 3.0);
      row.append("half", Binary.fromConstantByteArray(new byte[] {0, (byte) (0x3c + v % 4)}));
      row.append("money", 100 * v + 1);
      row.append(
          "big", Binary.fromConstantByteArray(BigInteger.valueOf(-1_000L * v - 1).toByteArray()));
    }
    ByteBuffer bytes = ByteBuffer.allocate(4 * WIDTH).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : vector(i)) {
      bytes.putFloat((float) value);
    }
    row.append("packed", Binary.fromConstantByteArray(bytes.array()));
    ParquetFixture.addList(row, "features", vector(i));
  }

  private static double expected(String column, int i) {
    int v = level(i);
    if (i % 9 == 4) {
      return Double.NaN;
    }
    return switch (column) {
      case "i32" -> -v;
      case "i64" -> v * 1e10;
      case "u32" -> 4294967295.0 - v;
      case "u64" -> 0x1p64 - v * 4096.0; // nearest double to 2^64 - 1 - 4096 v
      case "f32" -> v / 8.0;
      case "f64" -> v / 3.0;
      case "half" -> 1 + v % 4 / 4.0;
      case "money" -> (100 * v + 1) / 100.0;
      default -> (-1000 * v - 1) / 1000.0;
    };
  }

  private DataFile write(WriterVersion version, int dictionaryBytes) throws IOException {
    return ParquetFixture.write(
        folder.resolve("f.parquet"),
        FIELDS,
        ROWS,
        DictionariesTest::fill,
        b ->
            b.withWriteMode(Mode.OVERWRITE)
                .withWriterVersion(version)
                .withDictionaryEncoding(true)
                .withDictionaryPageSize(dictionaryBytes)
                .withPageSize(200)
                .withMinRowCountForPageSizeCheck(1));
  }

  private void check(DataFile file) throws IOException {
    List<LabelColumn> labels = NUMBERS.stream().map(name -> new LabelColumn(name, 1)).toList();
    ReadRows lists = ReadRows.of(file, new FeatureColumns("id", "features", "small", labels));
    ReadRows bytes =
        ReadRows.of(file, new FeatureColumns("key", "packed", null, "small", List.of()));
    assertEquals(ROWS, lists.features().size());
    assertEquals(ROWS, bytes.features().size());
    for (int i = 0; i < ROWS; i++) {
      assertEquals("row-" + level(i), lists.ids().get(i));
      assertEquals(String.valueOf(5_000_000_000L + level(i)), bytes.ids().get(i));
      assertArrayEquals(vector(i), lists.features().get(i));
      assertArrayEquals(vector(i), bytes.features().get(i));
      assertEquals(level(i) - 5, lists.predictions().get(i)[0]);
      for (int c = 0; c < NUMBERS.size(); c++) {
        assertEquals(
            expected(NUMBERS.get(c), i), lists.labels().get(i)[c], NUMBERS.get(c) + " " + i);
      }
    }
  }

  @Test
  void labelsOfDataAndDictionaryPagesAreFreeOfEachOther() throws IOException {
    for (WriterVersion version : WriterVersion.values()) {
      for (int dictionaryBytes : new int[] {1 << 20, 400}) {
        for (Encoding ofData : List.of(Encoding.PLAIN_DICTIONARY, Encoding.RLE_DICTIONARY)) {
          for (Encoding ofDictionary : List.of(Encoding.PLAIN, Encoding.PLAIN_DICTIONARY)) {
            DataFile file = write(version, dictionaryBytes);
            Set<Encoding> seen = new HashSet<>();
            RelabelledPages.headers(
                folder.resolve("f.parquet"), header -> relabel(header, ofData, ofDictionary, seen));
            assertTrue(seen.contains(ofData), () -> version + " " + seen);
            // with a small dictionary some pages of a column have it and later ones have not
            assertTrue(dictionaryBytes > 400 || seen.contains(fallback(version)), "" + seen);
            check(file);
          }
        }
      }
    }
  }

  private static Encoding fallback(WriterVersion version) {
    return version == WriterVersion.PARQUET_1_0 ? Encoding.PLAIN : Encoding.DELTA_BINARY_PACKED;
  }

  private static void relabel(
      PageHeader header, Encoding ofData, Encoding ofDictionary, Set<Encoding> seen) {
    if (header.getType() == PageType.DICTIONARY_PAGE) {
      header.getDictionary_page_header().setEncoding(ofDictionary);
    } else if (header.getType() == PageType.DATA_PAGE) {
      Encoding found = header.getData_page_header().getEncoding();
      header.getData_page_header().setEncoding(indices(found) ? ofData : found);
      seen.add(header.getData_page_header().getEncoding());
    } else {
      Encoding found = header.getData_page_header_v2().getEncoding();
      header.getData_page_header_v2().setEncoding(indices(found) ? ofData : found);
      seen.add(header.getData_page_header_v2().getEncoding());
    }
  }

  private static boolean indices(Encoding encoding) {
    return encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY;
  }

  /** Some writers give the place of the dictionary as that of the first data page, or as 0. */
  @Test
  void aFooterMayNotKnowWhereTheDictionaryIs() throws IOException {
    for (boolean zero : new boolean[] {true, false}) {
      write(WriterVersion.PARQUET_1_0, 1 << 20);
      Path path = folder.resolve("f.parquet");
      RelabelledPages.footer(
          path,
          footer ->
              footer.getRow_groups().stream()
                  .flatMap(group -> group.getColumns().stream())
                  .map(chunk -> chunk.getMeta_data())
                  .filter(column -> column.isSetDictionary_page_offset())
                  .forEach(
                      column -> {
                        column.setData_page_offset(column.getDictionary_page_offset());
                        if (zero) {
                          column.setDictionary_page_offset(0);
                        } else {
                          column.unsetDictionary_page_offset();
                        }
                      }));
      check(ParquetFixture.dataFile(path));
    }
  }

  @Test
  void aDataPageWithoutItsDictionaryIsDamaged() throws IOException {
    DataFile file = write(WriterVersion.PARQUET_1_0, 1 << 20);
    Path path = folder.resolve("f.parquet");
    RelabelledPages.footer(
        path,
        footer ->
            footer.getRow_groups().stream()
                .flatMap(group -> group.getColumns().stream())
                .map(chunk -> chunk.getMeta_data())
                .filter(column -> column.isSetDictionary_page_offset())
                .forEach(
                    column -> {
                      long skipped =
                          column.getData_page_offset() - column.getDictionary_page_offset();
                      column.unsetDictionary_page_offset();
                      column.setTotal_compressed_size(column.getTotal_compressed_size() - skipped);
                    }));
    InputException error =
        assertThrows(InputException.class, () -> check(ParquetFixture.dataFile(path)));
    assertTrue(
        error.getMessage().contains("a page of indices without a dictionary"), error::getMessage);
    assertEquals(file.path(), ParquetFixture.dataFile(path).path());
  }
}
