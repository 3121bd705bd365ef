package org.transferability.importing.hdf5;

import io.jhdf.Constants;
import io.jhdf.ObjectHeader;
import io.jhdf.Superblock;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.object.message.DataLayoutMessage.CompactDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.FillValueOldMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import io.jhdf.object.message.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.transferability.importing.source.ArrayBytes;
import org.transferability.importing.source.RowBytes;
import org.transferability.study.InputException;

/**
 * A dataset of a file: its type and shape, and its elements in C order, wherever they are in the
 * file.
 *
 * @param file the bytes of the file
 * @param name in messages
 * @param header its messages
 */
record Dataset(ArrayBytes file, Superblock superblock, String name, ObjectHeader header)
    implements RowBytes {
  /** Rows that are as high as a chunk must fit into memory. */
  private static final long MOST_BAND_BYTES = 1L << 27;

  /** A type whose parts are elsewhere is not parsed. */
  private <M extends Message> M message(Class<M> type) {
    M message = header.getMessageOfType(type);
    if (message.isMessageShared()) {
      throw new HdfException("a " + type.getSimpleName() + " that several datasets share");
    }
    return message;
  }

  private DataType type() {
    return message(DataTypeMessage.class).getDataType();
  }

  ElementType elements() throws IOException {
    return Damage.guard(name, () -> ElementType.of(type()));
  }

  /** Its axes; none for a single value. */
  int[] shape() throws IOException {
    return Damage.guard(
        name,
        () -> {
          DataSpace space = message(DataSpaceMessage.class).getDataSpace();
          if (space.getType() == 2) {
            throw new InputException(
                "Cannot read %s: expected an array of rows, n x d, found an empty dataset (h5py.Empty)"
                    .formatted(name));
          }
          for (int length : space.getDimensions()) {
            if (length < 0) {
              throw new HdfException("an axis of length " + length);
            }
          }
          return space.getDimensions();
        });
  }

  /** For what is elsewhere in the file. */
  FileBytes reopen() throws IOException {
    return FileBytes.open(file, superblock);
  }

  @Override
  public InputStream open() throws IOException {
    return Damage.guard(name, () -> open(message(DataLayoutMessage.class)));
  }

  private InputStream open(DataLayoutMessage layout) throws IOException {
    int[] shape = shape();
    int elementBytes = type().getSize();
    long bytes = elementBytes;
    for (int length : shape) {
      bytes = Math.multiplyExact(bytes, (long) length);
    }
    if (layout instanceof CompactDataLayoutMessage compact) {
      return compact(compact.getDataBuffer(), bytes);
    }
    if (layout instanceof ContiguousDataLayoutMessage contiguous) {
      return contiguous(contiguous, bytes);
    }
    FileBytes in = reopen();
    try {
      return chunked(in, layout, shape, elementBytes);
    } catch (RuntimeException | OutOfMemoryError e) {
      in.close();
      throw e;
    }
  }

  private static InputStream compact(ByteBuffer data, long bytes) {
    if (data.remaining() < bytes) {
      throw new HdfException(
          "a header with %d bytes of data instead of %d".formatted(data.remaining(), bytes));
    }
    byte[] copy = new byte[(int) bytes];
    data.get(copy);
    return new ByteArrayInputStream(copy);
  }

  private InputStream contiguous(ContiguousDataLayoutMessage layout, long bytes)
      throws IOException {
    if (layout.getAddress() == Constants.UNDEFINED_ADDRESS) {
      throw unwritten(0);
    }
    long start = layout.getAddress() + superblock.getBaseAddressByte();
    if (layout.getAddress() < 0 || start < 0 || bytes > file.length() - start) {
      throw new HdfException("%d bytes at %d, outside the file".formatted(bytes, start));
    }
    return new ArrayBytes(file.files(), file.path(), name, start, bytes, false).open();
  }

  private InputStream chunked(
      FileBytes in, DataLayoutMessage layout, int[] shape, int elementBytes) {
    List<FilterInfo> filters =
        header.hasMessageOfType(FilterPipelineMessage.class)
            ? message(FilterPipelineMessage.class).getFilters()
            : List.of();
    String unknown = Filters.unknownOrNull(filters);
    if (unknown != null) {
      throw new InputException(
          "Cannot read %s: expected chunks with gzip, lzf, shuffle or fletcher32, or none of them, found the filter %s; write it with compression='gzip', or use h5repack -f GZIP=1"
              .formatted(name, unknown));
    }
    Chunks chunks = chunks(in, layout, shape, elementBytes);
    // an option of such files, which jhdf does not return, leaves chunks at the edges unfiltered
    if (layout instanceof ChunkedDataLayoutMessageV4
        && chunks.arePartial()
        && Filters.areUnchecked(filters)) {
      throw new InputException(
          "Cannot read %s: expected chunks that are compressed, or that fit into the shape, found only the filter shuffle in a file of libver 'latest', which may not apply to chunks at the edges; write it with compression='gzip', or use h5repack -f GZIP=1"
              .formatted(name));
    }
    byte[] fill = fillOrNull(elementBytes);
    long without = chunks.firstRowWithout();
    if (without >= 0 && fill == null) {
      throw unwritten(without);
    }
    long band = ChunkStream.bandBytes(chunks, elementBytes);
    long chunkBytes = chunks.bytes(elementBytes);
    if (Math.max(band, chunkBytes) > MOST_BAND_BYTES) {
      throw new InputException(
          "Cannot read %s: expected chunks of rows that fit into %d MB, found chunks of %d rows of %d bytes; h5repack -l CHUNK=64x%d, or chunks=(64, d) in h5py, makes them smaller"
              .formatted(
                  name,
                  MOST_BAND_BYTES >> 20,
                  chunks.chunk()[0],
                  band / Math.max(1, Math.min(chunks.chunk()[0], shape[0])),
                  shape.length < 2 ? 1 : shape[1]));
    }
    return new ChunkStream(
        name,
        in,
        chunks,
        new Filters(filters, Math.toIntExact(chunkBytes)),
        fill == null ? new byte[elementBytes] : fill);
  }

  private Chunks chunks(FileBytes in, DataLayoutMessage layout, int[] shape, int elementBytes) {
    if (layout instanceof ChunkedDataLayoutMessage old) {
      return Chunks.of(in, shape, elementBytes, old);
    }
    if (layout instanceof ChunkedDataLayoutMessageV4 latest) {
      long[] maxShape = message(DataSpaceMessage.class).getDataSpace().getMaxSizes();
      return Chunks.of(in, shape, maxShape, elementBytes, latest);
    }
    throw new HdfException("a layout of type " + layout.getDataLayout());
  }

  /** Without a fill value, HDF5 reads zeros, which look like values. */
  private InputException unwritten(long row) {
    return new InputException(
        "Cannot read %s: expected values in every row, found that those from row %d on were never written (HDF5 reads them as 0; with fillvalue=0 in create_dataset they are read)"
            .formatted(name, row));
  }

  /** The bytes of the value that a user chose for elements that are not written, or null. */
  private byte[] fillOrNull(int elementBytes) {
    ByteBuffer value = null;
    if (header.hasMessageOfType(FillValueMessage.class)) {
      FillValueMessage message = message(FillValueMessage.class);
      value = message.isFillValueDefined() ? message.getFillValue() : null;
    } else if (header.hasMessageOfType(FillValueOldMessage.class)) {
      value = message(FillValueOldMessage.class).getFillValue();
    }
    if (value == null || value.remaining() != elementBytes) {
      return null;
    }
    byte[] bytes = new byte[elementBytes];
    value.get(bytes);
    return bytes;
  }
}
