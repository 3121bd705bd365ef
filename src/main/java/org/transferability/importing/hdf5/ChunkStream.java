package org.transferability.importing.hdf5;

import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The elements of a chunked dataset in C order. One band of rows, as high as a chunk, is in memory:
 * every chunk is decoded once.
 */
final class ChunkStream extends InputStream {
  private final String name;
  private final FileBytes file;
  private final Chunks chunks;
  private final Filters filters;
  private final byte[] fill; // of an element that was never written
  private final int[] shape;
  private final int[] chunk;
  private final int elementBytes;
  private final int rowBytes;
  private final byte[] band;
  private long bands; // that were read
  private int next; // the next chunk
  private int at;
  private int end;

  /**
   * @param name in messages
   * @param file is closed with this stream
   * @param fill an element that was never written
   */
  ChunkStream(String name, FileBytes file, Chunks chunks, Filters filters, byte[] fill) {
    this.name = name;
    this.file = file;
    this.chunks = chunks;
    this.filters = filters;
    this.fill = fill;
    this.shape = chunks.shape();
    this.chunk = chunks.chunk();
    this.elementBytes = fill.length;
    this.rowBytes = Math.toIntExact(bytesBelow(0));
    this.band = new byte[Math.toIntExact(bandBytes(chunks, elementBytes))];
  }

  /** Bytes of the dataset below one index of an axis. */
  private long bytesBelow(int axis) {
    long bytes = elementBytes;
    for (int a = axis + 1; a < shape.length; a++) {
      bytes *= shape[a];
    }
    return bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (at == end) {
      if (bands == chunks.along(0)) {
        return -1;
      }
      Damage.guard(
          name,
          () -> {
            readBand();
            return band;
          });
    }
    int part = Math.min(count, end - at);
    System.arraycopy(band, at, bytes, offset, part);
    at += part;
    return part;
  }

  private void readBand() {
    long firstRow = bands * chunk[0];
    int rows = (int) Math.min(chunk[0], shape[0] - firstRow);
    long perBand = 1;
    for (int axis = 1; axis < shape.length; axis++) {
      perBand *= chunks.along(axis);
    }
    List<Chunks.Place> places = chunks.places();
    long firstNumber = bands * perBand;
    for (long number = firstNumber; number < firstNumber + perBand; number++) {
      boolean present = next < places.size() && places.get(next).number() == number;
      byte[] data = present ? decoded(places.get(next++)) : null;
      copy(data, number - firstNumber, rows);
    }
    bands++;
    at = 0;
    end = rows * rowBytes;
  }

  private byte[] decoded(Chunks.Place place) {
    return filters.decode(file.read(place.address(), place.size()), place.mask());
  }

  /**
   * Puts a chunk into the band.
   *
   * @param data null: it was never written
   * @param number within the band
   */
  private void copy(byte[] data, long number, int rows) {
    int[] first = new int[shape.length]; // the place of the chunk, below the axis of rows
    long rest = number;
    for (int axis = shape.length - 1; axis > 0; axis--) {
      first[axis] = Math.toIntExact(rest % chunks.along(axis) * chunk[axis]);
      rest /= chunks.along(axis);
    }
    copy(data, 0, rows, first, 0, 0);
  }

  /**
   * @param length of the part of the chunk that is in the dataset, on this axis
   * @param from position in the chunk, in bytes
   * @param to position in the band
   */
  private void copy(byte[] data, int axis, int length, int[] first, long from, long to) {
    long chunkStride = elementBytes;
    for (int a = axis + 1; a < shape.length; a++) {
      chunkStride *= chunk[a];
    }
    long bandStride = bytesBelow(axis);
    long start = to + first[axis] * bandStride;
    if (axis == shape.length - 1) {
      put(data, (int) from, (int) start, length * elementBytes);
      return;
    }
    int below = Math.min(chunk[axis + 1], shape[axis + 1] - first[axis + 1]);
    for (int i = 0; i < length; i++) {
      copy(data, axis + 1, below, first, from + i * chunkStride, start + i * bandStride);
    }
  }

  private void put(byte[] data, int from, int to, int bytes) {
    if (data != null) {
      System.arraycopy(data, from, band, to, bytes);
      return;
    }
    for (int b = 0; b < bytes; b += elementBytes) {
      System.arraycopy(fill, 0, band, to + b, elementBytes);
    }
  }

  @Override
  public void close() {
    file.close();
  }

  /** Bytes of a band of rows, which must fit into memory. */
  static long bandBytes(Chunks chunks, int elementBytes) {
    long bytes = elementBytes;
    for (int axis = 0; axis < chunks.shape().length; axis++) {
      int length = chunks.shape()[axis];
      bytes = Math.multiplyExact(bytes, axis == 0 ? Math.min(chunks.chunk()[0], length) : length);
    }
    if (bytes < 0) {
      throw new HdfException("a band of " + bytes + " bytes");
    }
    return bytes;
  }
}
