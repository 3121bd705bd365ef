package org.transferability.importing;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;

/**
 * The files {@code part-00000.parquet}, ... of one table; a new one is started when one is full.
 */
final class TableFiles implements Closeable {
  private final TableImport.Output output;
  private final String folder;
  private final ImportFormat format;
  private final boolean wholeIds;
  private final List<OutputColumn> columns;
  private final long rowsOfFile;
  private final List<ImportManifest.Written> written = new ArrayList<>();
  private DigestedFile file;
  private ParquetWriter<OutputRow> writer;
  private long rows;

  TableFiles(
      TableImport.Output output,
      String folder,
      ImportFormat format,
      boolean wholeIds,
      List<OutputColumn> columns) {
    this.output = output;
    this.folder = folder;
    this.format = format;
    this.wholeIds = wholeIds;
    this.columns = columns;
    long rowBytes = Long.BYTES;
    for (OutputColumn column : columns) {
      rowBytes += (column.narrow() ? 4L : 8L) * column.places().length;
    }
    this.rowsOfFile = Math.max(1, format.fileBytes() / rowBytes);
  }

  void write(OutputRow row) throws IOException {
    if (writer == null) {
      String name = String.format(Locale.ROOT, "%s/part-%05d.parquet", folder, written.size());
      file = new DigestedFile(output.create(name));
      writer = new Builder().build();
    }
    writer.write(row);
    rows++;
    if (rows == rowsOfFile) {
      finishFile();
    }
  }

  private void finishFile() throws IOException {
    writer.close();
    writer = null;
    String name = String.format(Locale.ROOT, "%s/part-%05d.parquet", folder, written.size());
    written.add(new ImportManifest.Written(name, rows, file.length(), file.checksum()));
    rows = 0;
  }

  /** Ends the last file; all files. */
  List<ImportManifest.Written> finish() throws IOException {
    if (writer != null) {
      finishFile();
    }
    return written;
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }

  /**
   * Ends after a failure, of which this must not distract: the writer fails again if the disk is
   * full.
   */
  void abandon() {
    try {
      close();
    } catch (IOException | RuntimeException e) {
      // the files are removed
    }
  }

  private final class Builder extends ParquetWriter.Builder<OutputRow, Builder> {
    Builder() {
      super(file);
      withConf(new Configuration(false));
      withCompressionCodec(format.codec());
      withRowGroupSize(format.rowGroupBytes());
      withDictionaryEncoding(false); // feature values are rarely repeated
      withPageWriteChecksumEnabled(true);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // the other one is optional, this one is abstract
    protected WriteSupport<OutputRow> getWriteSupport(Configuration conf) {
      return new RowWriteSupport(wholeIds, columns);
    }
  }
}
