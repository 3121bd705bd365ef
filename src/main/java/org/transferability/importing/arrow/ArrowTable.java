package org.transferability.importing.arrow;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.SeekableReadChannel;
import org.apache.arrow.vector.types.pojo.Field;
import org.transferability.importing.source.ArrayBytes;
import org.transferability.study.InputException;

/**
 * The record batches of an Arrow IPC file or stream, one after another. Only one batch is in
 * memory.
 */
public final class ArrowTable implements Closeable {
  private static final byte[] FILE_MARK = "ARROW1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] STREAM_END = {-1, -1, -1, -1, 0, 0, 0, 0};

  private static final long LEAST_MEMORY = 1L << 30;

  private final String file;
  private final BufferAllocator memory;
  private final ArrowReader reader;
  private VectorSchemaRoot root;
  private int batchRows;
  private int next;

  private ArrowTable(String file, BufferAllocator memory, ArrowReader reader) {
    this.file = file;
    this.memory = memory;
    this.reader = reader;
  }

  static ArrowTable open(ArrayBytes bytes) throws IOException {
    boolean isFile = requireEnd(bytes);
    BufferAllocator memory = new RootAllocator(Math.max(LEAST_MEMORY, 8 * bytes.length()));
    ArrowReader reader =
        isFile
            ? new ArrowFileReader(
                new SeekableReadChannel(bytes.channel()),
                memory,
                CommonsCompressionFactory.INSTANCE)
            : new ArrowStreamReader(bytes.open(), memory, CommonsCompressionFactory.INSTANCE);
    ArrowTable table = new ArrowTable(bytes.name(), memory, reader);
    try {
      table.root = table.reader.getVectorSchemaRoot();
      return table;
    } catch (IOException | RuntimeException e) {
      table.close();
      throw table.damaged(e);
    } catch (OutOfMemoryError e) {
      table.close();
      throw table.tooLarge(e);
    }
  }

  /** The names of the columns of a file. */
  public static List<String> names(ArrayBytes bytes) throws IOException {
    try (ArrowTable table = open(bytes)) {
      return table.fields().stream().map(Field::getName).toList();
    }
  }

  /** Whether the bytes are a file, else a stream. Without its end, rows may be missing. */
  private static boolean requireEnd(ArrayBytes bytes) throws IOException {
    if (bytes.length() >= STREAM_END.length) {
      byte[] start;
      try (InputStream in = bytes.open()) {
        start = in.readNBytes(FILE_MARK.length);
      }
      boolean isFile = Arrays.equals(start, FILE_MARK);
      byte[] end = bytes.last(isFile ? FILE_MARK.length : STREAM_END.length);
      if (Arrays.equals(end, isFile ? FILE_MARK : STREAM_END)) {
        return isFile;
      }
    }
    throw new InputException(
        "Cannot read %s: expected an Arrow file or stream, found no mark of its end: the file is truncated or of another format"
            .formatted(bytes.name()));
  }

  List<Field> fields() {
    return root.getSchema().getFields();
  }

  FieldVector column(String name) {
    return root.getVector(name);
  }

  /** Goes to the next row; negative at the end, else its number within the batch. */
  int next() throws IOException {
    while (next == batchRows) {
      try {
        if (!reader.loadNextBatch()) {
          return -1;
        }
      } catch (IOException | RuntimeException e) {
        throw damaged(e);
      } catch (OutOfMemoryError e) { // of one buffer, whose length is in the file
        throw tooLarge(e);
      }
      batchRows = root.getRowCount();
      next = 0;
      for (FieldVector column : root.getFieldVectors()) {
        if (column.getValueCount() != batchRows) {
          throw new InputException(
              "Cannot read %s: expected %d rows in each column of a batch, found %d in '%s'"
                  .formatted(file, batchRows, column.getValueCount(), column.getName()));
        }
      }
    }
    return next++;
  }

  InputException damaged(Exception e) {
    return new InputException(
        "Cannot read %s: expected an Arrow file or stream, found damage (%s)"
            .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
        e);
  }

  private InputException tooLarge(OutOfMemoryError e) {
    return new InputException(
        "Cannot read %s: expected batches that fit into memory, found a larger one (%s): the file is damaged, or needs more memory (-- --driver-memory 4g)"
            .formatted(file, e.getMessage()),
        e);
  }

  @Override
  public void close() throws IOException {
    reader.close();
    if (memory.getAllocatedMemory() == 0) { // else it throws, which hides the damage of the file
      memory.close();
    }
  }
}
