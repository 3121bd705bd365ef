package org.transferability.read;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** Changes the headers of pages and the footer of a file into those that other writers write. */
final class RelabelledPages {
  private static final int TAIL = 8;

  private RelabelledPages() {}

  /** Changes each page header; its length in bytes must stay the same. */
  static void headers(Path file, Consumer<PageHeader> change) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (RowGroup group : footer(bytes).getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        ColumnMetaData column = chunk.getMeta_data();
        long first =
            column.isSetDictionary_page_offset() && column.getDictionary_page_offset() > 0
                ? column.getDictionary_page_offset()
                : column.getData_page_offset();
        int at = (int) first;
        int end = (int) (first + column.getTotal_compressed_size());
        while (at < end) {
          at = header(bytes, at, end, change);
        }
      }
    }
    Files.write(file, bytes);
  }

  private static int header(byte[] bytes, int at, int end, Consumer<PageHeader> change)
      throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes, at, end - at);
    PageHeader header = Util.readPageHeader(in);
    int length = end - at - in.available();
    change.accept(header);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writePageHeader(header, out);
    if (out.size() != length) {
      throw new IllegalStateException("page header of " + length + " bytes became " + out.size());
    }
    System.arraycopy(out.toByteArray(), 0, bytes, at, length);
    return at + length + header.getCompressed_page_size();
  }

  /** Writes another footer. */
  static void footer(Path file, Consumer<FileMetaData> change) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    FileMetaData footer = footer(bytes);
    change.accept(footer);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, bytes.length - TAIL - footerLength(bytes));
    int start = out.size();
    Util.writeFileMetaData(footer, out);
    out.write(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(out.size() - start).array());
    out.write("PAR1".getBytes(StandardCharsets.US_ASCII));
    Files.write(file, out.toByteArray());
  }

  private static FileMetaData footer(byte[] bytes) throws IOException {
    int length = footerLength(bytes);
    return Util.readFileMetaData(
        new ByteArrayInputStream(bytes, bytes.length - TAIL - length, length));
  }

  private static int footerLength(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - TAIL);
  }
}
