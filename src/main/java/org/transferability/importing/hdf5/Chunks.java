package org.transferability.importing.hdf5;

import io.jhdf.Constants;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.DatasetInfo;
import io.jhdf.dataset.chunked.indexing.BTreeIndex;
import io.jhdf.dataset.chunked.indexing.ExtensibleArrayIndex;
import io.jhdf.dataset.chunked.indexing.FixedArrayIndex;
import io.jhdf.dataset.chunked.indexing.SingleChunkIndex;
import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.UnsupportedHdfException;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the chunks of a dataset are. They are numbered in C order of their places in the dataset:
 * those of the first rows come first.
 */
final class Chunks {
  private static final int SINGLE = 1;
  private static final int IMPLICIT = 2;
  private static final int FIXED_ARRAY = 3;
  private static final int EXTENSIBLE_ARRAY = 4;
  private static final int B_TREE = 5;
  private static final byte[] NODE = {'T', 'R', 'E', 'E'};

  private final int[] shape;
  private final int[] chunk; // its shape
  private final long[] grid; // chunks along each axis
  private final List<Place> places = new ArrayList<>();

  /**
   * Where a chunk is.
   *
   * @param size stored bytes
   * @param mask the filters that were skipped
   */
  record Place(long number, long address, int size, int mask) {}

  private Chunks(int[] shape, int[] chunk) {
    this.shape = shape;
    this.chunk = chunk;
    this.grid = new long[shape.length];
    if (chunk.length != shape.length) {
      throw new HdfException("chunks with %d axes".formatted(chunk.length));
    }
    for (int axis = 0; axis < shape.length; axis++) {
      if (chunk[axis] < 1) {
        throw new HdfException("chunks of shape " + Arrays.toString(chunk));
      }
      grid[axis] = (shape[axis] + (long) chunk[axis] - 1) / chunk[axis];
    }
  }

  /** The chunks that a B-tree of version 1 lists, as files of h5py have it by default. */
  static Chunks of(FileBytes file, int[] shape, int elementBytes, ChunkedDataLayoutMessage layout) {
    if (layout.getSize() != elementBytes) {
      throw new HdfException(
          "chunks of elements of %d bytes instead of %d".formatted(layout.getSize(), elementBytes));
    }
    Chunks chunks = new Chunks(shape, layout.getChunkDimensions());
    if (layout.getBTreeAddress() != Constants.UNDEFINED_ADDRESS) {
      chunks.addNode(file, layout.getBTreeAddress(), -1);
    }
    return chunks;
  }

  /**
   * The chunks of a dataset in a file of libver 'latest'.
   *
   * @param maxShape the axes to which the dataset may grow
   * @param elementBytes of an element
   */
  static Chunks of(
      FileBytes file,
      int[] shape,
      long[] maxShape,
      int elementBytes,
      ChunkedDataLayoutMessageV4 layout) {
    int[] chunk = layout.getChunkDimensions();
    Chunks chunks = new Chunks(shape, Arrays.copyOf(chunk, chunk.length - 1));
    long bytes = chunks.bytes(elementBytes);
    if (layout.getAddress() == Constants.UNDEFINED_ADDRESS) {
      return chunks;
    }
    int kind = layout.getIndexingType();
    if (kind == IMPLICIT) {
      chunks.requireFixed(shape, maxShape, 0);
      for (long number = 0; number < chunks.total(); number++) {
        chunks.add(number, layout.getAddress() + number * bytes, Math.toIntExact(bytes), 0);
      }
      return chunks;
    }
    // jhdf numbers the chunks by the present shape, and HDF5 by the largest
    if (kind == FIXED_ARRAY) {
      chunks.requireFixed(shape, maxShape, 0);
    } else if (kind == EXTENSIBLE_ARRAY) {
      chunks.requireFixed(shape, maxShape, 1);
    }
    DatasetInfo info = new DatasetInfo(Math.toIntExact(bytes), shape, chunks.chunk);
    long address = layout.getAddress();
    Collection<Chunk> found =
        switch (kind) {
          case SINGLE -> new SingleChunkIndex(layout, info).getAllChunks();
          case FIXED_ARRAY -> new FixedArrayIndex(file, address, info).getAllChunks();
          case EXTENSIBLE_ARRAY -> new ExtensibleArrayIndex(file, address, info).getAllChunks();
          case B_TREE -> new BTreeIndex(file, address, info).getAllChunks();
          default -> throw new HdfException("an index of chunks of type " + kind);
        };
    chunks.addAll(found);
    if (kind == EXTENSIBLE_ARRAY && chunks.places.size() < chunks.total()) {
      throw new UnsupportedHdfException( // jhdf gives those that follow other numbers
          "an extensible array that lacks chunks; h5repack -H low writes it in another form");
    }
    return chunks;
  }

  private void requireFixed(int[] shape, long[] maxShape, int firstAxis) {
    for (int axis = firstAxis; axis < shape.length; axis++) {
      if (maxShape[axis] != shape[axis]) {
        throw new UnsupportedHdfException(
            "a chunked dataset of libver 'latest' whose columns may grow; a copy without maxshape can be read");
      }
    }
  }

  private void addAll(Collection<Chunk> found) {
    Chunk[] sorted =
        found.stream()
            .filter(c -> c.getAddress() != Constants.UNDEFINED_ADDRESS)
            .sorted((a, b) -> Arrays.compare(a.getChunkOffset(), b.getChunkOffset()))
            .toArray(Chunk[]::new);
    for (Chunk c : sorted) {
      int[] place = c.getChunkOffset();
      long number = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        number = next(number, axis, place[axis]);
      }
      long[] mask = c.getFilterMask().toLongArray();
      add(number, c.getAddress(), c.getSize(), mask.length == 0 ? 0 : (int) mask[0]);
    }
  }

  /**
   * Reads a node and those below it.
   *
   * @param level 0 for a leaf; negative: not known
   */
  private void addNode(FileBytes file, long address, int level) {
    ByteBuffer node = file.map(address, 8);
    byte[] signature = new byte[NODE.length];
    node.get(signature);
    int type = node.get();
    int found = node.get();
    int entries = Short.toUnsignedInt(node.getShort());
    if (!Arrays.equals(signature, NODE)
        || type != 1
        || found < 0
        || (level >= 0 && found != level)) {
      throw new HdfException("no node of a tree of chunks at " + address);
    }
    int keyBytes = 2 * Integer.BYTES + (shape.length + 1) * Long.BYTES;
    ByteBuffer keys = file.map(address + 8 + 2 * Long.BYTES, entries * (keyBytes + 8L));
    for (int e = 0; e < entries; e++) {
      int size = keys.getInt();
      int mask = keys.getInt();
      long number = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        long place = keys.getLong();
        number = found == 0 ? next(number, axis, place) : 0;
      }
      keys.getLong(); // of the bytes of an element
      long child = keys.getLong();
      if (found > 0) {
        addNode(file, child, found - 1);
      } else {
        add(number, child, size, mask);
      }
    }
  }

  /** The number of a chunk within those before it on this axis too. */
  private long next(long number, int axis, long place) {
    if (place < 0 || place >= shape[axis] || place % chunk[axis] != 0) {
      throw new HdfException("a chunk at %d on axis %d".formatted(place, axis));
    }
    return Math.addExact(Math.multiplyExact(number, grid[axis]), place / chunk[axis]);
  }

  private void add(long number, long address, int size, int mask) {
    if (!places.isEmpty() && number <= places.get(places.size() - 1).number()) {
      throw new HdfException("a chunk twice, or chunks in another order");
    }
    if (size < 1) {
      throw new HdfException("a chunk of " + size + " bytes");
    }
    places.add(new Place(number, address, size, mask));
  }

  /** Bytes of a chunk without filters. */
  long bytes(int elementBytes) {
    long bytes = elementBytes;
    for (int length : chunk) {
      bytes = Math.multiplyExact(bytes, (long) length);
    }
    return bytes;
  }

  /** The number of chunks of a complete dataset. */
  private long total() {
    long total = 1;
    for (long along : grid) {
      total = Math.multiplyExact(total, along);
    }
    return total;
  }

  /** The first row of which some values were never written, or -1. */
  long firstRowWithout() {
    if (places.size() == total()) {
      return -1;
    }
    int present = 0;
    while (present < places.size() && places.get(present).number() == present) {
      present++;
    }
    return present / (total() / grid[0]) * chunk[0];
  }

  /** Whether some chunks reach beyond the dataset. */
  boolean arePartial() {
    return IntStream.range(0, shape.length).anyMatch(axis -> shape[axis] % chunk[axis] != 0);
  }

  int[] shape() {
    return shape;
  }

  /** The shape of a chunk. */
  int[] chunk() {
    return chunk;
  }

  /** Chunks along an axis. */
  long along(int axis) {
    return grid[axis];
  }

  /** Those that are stored, in the order of their numbers. */
  List<Place> places() {
    return places;
  }
}
