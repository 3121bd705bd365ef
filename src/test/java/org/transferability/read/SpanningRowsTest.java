package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/**
 * Version 1 pages that end inside a row, as other writers than parquet-java make them: written page
 * by page, byte by byte.
 */
final class SpanningRowsTest {
  private static final FeatureColumns COLUMNS = new FeatureColumns(null, "features", null);
  private static final int WIDTH = 6;

  @TempDir Path folder;

  /**
   * Writes rows of one list of floats in pages of so many entries. A null in {@code rows} is a null
   * row, an empty row an empty list.
   */
  @SuppressWarnings("deprecation") // only these let a page be written as it is
  private DataFile write(double[][] rows, int entriesPerPage, long claimedRows) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType("message m { " + ParquetFixture.FLOAT_LIST + " }");
    int entries = 0;
    for (double[] row : rows) {
      entries += row == null ? 1 : Math.max(1, row.length);
    }
    byte[] repetition = new byte[entries];
    byte[] definition = new byte[entries];
    float[] values = new float[entries];
    int at = 0;
    for (double[] row : rows) {
      int length = row == null ? 1 : Math.max(1, row.length);
      for (int j = 0; j < length; j++) {
        repetition[at] = (byte) (j == 0 ? 0 : 1);
        definition[at] = (byte) (row == null ? 0 : row.length == 0 ? 1 : 3);
        values[at] = row == null || row.length == 0 ? 0 : (float) row[j];
        at++;
      }
    }
    Path file = folder.resolve("spanning-" + System.nanoTime() + ".parquet");
    ParquetFileWriter writer =
        new ParquetFileWriter(
            ParquetFixture.CONF, schema, new org.apache.hadoop.fs.Path(file.toUri()));
    ColumnDescriptor column = schema.getColumns().get(0);
    writer.start();
    writer.startBlock(claimedRows);
    writer.startColumn(column, entries, CompressionCodecName.UNCOMPRESSED);
    for (int from = 0; from < entries; from += entriesPerPage) {
      int to = Math.min(entries, from + entriesPerPage);
      byte[] page = page(repetition, definition, values, from, to);
      writer.writeDataPage(
          to - from,
          page.length,
          BytesInput.from(page),
          Statistics.createStats(column.getPrimitiveType()),
          Encoding.RLE,
          Encoding.RLE,
          Encoding.PLAIN);
    }
    writer.endColumn();
    writer.endBlock();
    writer.end(Map.of());
    return ParquetFixture.dataFile(file);
  }

  private static byte[] page(byte[] repetition, byte[] definition, float[] values, int from, int to)
      throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.write(levels(repetition, 1, from, to));
    page.write(levels(definition, 2, from, to));
    for (int i = from; i < to; i++) {
      if (definition[i] == 3) {
        page.write(littleEndian(Float.floatToIntBits(values[i])));
      }
    }
    return page.toByteArray();
  }

  /** One packed run, its last group not padded to eight. */
  private static byte[] levels(byte[] levels, int bitWidth, int from, int to) throws IOException {
    int n = to - from;
    byte[] packed = new byte[(n * bitWidth + 7) / 8];
    for (int i = 0; i < n; i++) {
      int bit = i * bitWidth;
      packed[bit / 8] |= (byte) (levels[from + i] << (bit % 8));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int header = (((n + 7) / 8) << 1) | 1;
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    while (header > 127) {
      run.write((header & 127) | 128);
      header >>>= 7;
    }
    run.write(header);
    run.write(packed);
    out.write(littleEndian(run.size()));
    out.write(run.toByteArray());
    return out.toByteArray();
  }

  private static byte[] littleEndian(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static double[][] rows(int n) {
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = ParquetFixture.vector(i, WIDTH);
    }
    return rows;
  }

  @Test
  void pagesMayEndAnywhere() throws IOException {
    double[][] rows = rows(20);
    for (int perPage = 1; perPage <= 2 * WIDTH + 1; perPage++) {
      ReadRows read = ReadRows.of(write(rows, perPage, 20), COLUMNS);
      assertEquals(20, read.features().size());
      for (int i = 0; i < 20; i++) {
        assertArrayEquals(rows[i], read.features().get(i));
      }
    }
  }

  @Test
  void rangesOfRowsThatSpanPages() throws IOException {
    double[][] rows = rows(20);
    rows[4] = null;
    for (int perPage : new int[] {1, 2, 5, 6, 7, 13, 18, 20}) {
      DataFile file = write(rows, perPage, 20);
      for (int from = 0; from < 20; from += 3) {
        for (int to = from + 1; to <= 20; to++) {
          ReadRows read =
              ReadRows.of(
                  new FileRange(file, 0, 1, from, to), COLUMNS, MissingFeatures.SKIP_NULL, 8);
          assertEquals(
              to - from - (from <= 4 && 4 < to ? 1 : 0), read.features().size(), from + "-" + to);
          for (int k = 0; k < read.features().size(); k++) {
            int i = Math.toIntExact(read.numbers().get(k));
            assertArrayEquals(rows[i], read.features().get(k));
          }
        }
      }
    }
  }

  @Test
  void aRangeReportsARowThatIsLongerThanItsWidth() throws IOException {
    for (int perPage : new int[] {1, 4, 6, 7, 1000}) {
      double[][] rows = rows(20);
      rows[11] = new double[WIDTH + 2];
      DataFile longer = write(rows, perPage, 20);
      for (int to = 12; to <= 20; to++) {
        FileRange range = new FileRange(longer, 0, 1, 3, to);
        assertEquals(
            "Cannot read features: expected 6 values, found 8 (" + longer.path() + ", row 11)",
            assertThrows(
                    InputException.class,
                    () -> ReadRows.of(range, COLUMNS, MissingFeatures.ERROR, 7))
                .getMessage());
      }
    }
  }

  @Test
  void nullRowsBetween() throws IOException {
    double[][] rows = rows(20);
    rows[0] = null;
    rows[7] = null;
    rows[19] = null;
    for (int perPage : new int[] {1, 4, 5, 6, 7, 50, 1000}) {
      ReadRows read =
          ReadRows.of(
              FileRange.all(write(rows, perPage, 20)), COLUMNS, MissingFeatures.SKIP_NULL, 8);
      assertEquals(17, read.features().size());
      assertEquals(3, read.dropped());
      for (int k = 0; k < 17; k++) {
        int i = Math.toIntExact(read.numbers().get(k));
        assertArrayEquals(rows[i], read.features().get(k));
      }
    }
  }

  @Test
  void lengthsAreTrueAcrossPages() throws IOException {
    for (int perPage : new int[] {1, 4, 6, 7, 1000}) {
      double[][] rows = rows(20);
      rows[11] = new double[WIDTH + 2];
      DataFile longer = write(rows, perPage, 20);
      assertEquals(
          "Cannot read features: expected 6 values, found 8 (" + longer.path() + ", row 11)",
          assertThrows(InputException.class, () -> ReadRows.of(longer, COLUMNS)).getMessage());
    }
  }

  @Test
  void rowCountsThatDoNotFitTheColumn() throws IOException {
    for (int claimed : new int[] {5, 19, 21}) {
      DataFile file = write(rows(20), 7, claimed);
      String error =
          assertThrows(InputException.class, () -> ReadRows.of(file, COLUMNS)).getMessage();
      assertTrue(error.contains("rows than the row group declares"), error);
    }
  }
}
