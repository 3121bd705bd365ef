package org.transferability.importing.hdf5;

import io.jhdf.GlobalHeap;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.StringData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.study.InputException;

/** Ids that are texts, of a fixed number of bytes or in the heap of the file. */
final class TextIds implements IdRows {
  /** In a heap: the length of the text, the address of the heap, and the index in it. */
  private static final int HEAP_ID = Integer.BYTES + Long.BYTES + Integer.BYTES;

  private static final int MOST_HEAPS = 16;

  private final Dataset dataset;
  private final ElementType type;
  private final long rows;
  private final InputStream in;
  private final FileBytes heapFile; // null if there is no heap
  private final byte[] bytes;
  private final Map<Long, GlobalHeap> heaps = new LatestUsed<>(MOST_HEAPS);
  private long row;

  TextIds(Dataset dataset, ElementType type, long rows) throws IOException {
    this.dataset = dataset;
    this.type = type;
    this.rows = rows;
    boolean heap = type instanceof ElementType.HeapText;
    this.bytes = new byte[type instanceof ElementType.FixedText fixed ? fixed.bytes() : HEAP_ID];
    this.in = dataset.open();
    this.heapFile = heap ? dataset.reopen() : null;
  }

  @Override
  public Id next() throws IOException {
    if (row == rows) {
      return null;
    }
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw new InputException(
          "Cannot read %s: expected %d rows, found the end after row %d"
              .formatted(dataset.name(), rows, row));
    }
    Id id = new Id.Text(text(type instanceof ElementType.FixedText f ? fixed(f) : inHeap()));
    row++;
    return id;
  }

  private ByteBuffer fixed(ElementType.FixedText type) {
    int length = 0;
    if (type.padding() == StringData.PaddingType.NULL_TERMINATED) {
      while (length < bytes.length && bytes[length] != 0) {
        length++;
      }
    } else {
      byte padding = (byte) (type.padding() == StringData.PaddingType.NULL_PADDED ? 0 : ' ');
      length = bytes.length;
      while (length > 0 && bytes[length - 1] == padding) {
        length--;
      }
    }
    return ByteBuffer.wrap(bytes, 0, length);
  }

  private ByteBuffer inHeap() throws IOException {
    ByteBuffer id = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = id.getInt();
    long address = id.getLong();
    int index = id.getInt();
    if (length == 0) {
      return ByteBuffer.allocate(0);
    }
    return Damage.guard(
        dataset.name(),
        () -> {
          GlobalHeap heap = heaps.get(address);
          if (heap == null) {
            heap = new GlobalHeap(heapFile, address);
            heaps.put(address, heap);
          }
          ByteBuffer text = heap.getObjectData(index);
          if (length < 0 || length > text.remaining()) {
            throw new HdfException(
                "a text of %d bytes in a place of %d".formatted(length, text.remaining()));
          }
          return text.limit(text.position() + length);
        });
  }

  private String text(ByteBuffer utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(
          "Cannot read ids from %s: expected text in UTF-8, found other bytes in row %d"
              .formatted(dataset.name(), row),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
    if (heapFile != null) {
      heapFile.close();
    }
  }
}
