package org.transferability.importing.hdf5;

import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The filters that a chunk went through when it was written, in their order: gzip, shuffle,
 * Fletcher's checksum, LZF.
 */
final class Filters {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER = 3;
  private static final int LZF = 32000;

  /** The names of others (HDF Group's list of registered filters). */
  private static final Map<Integer, String> OTHERS =
      Map.ofEntries(
          Map.entry(4, "szip"),
          Map.entry(5, "nbit"),
          Map.entry(6, "scaleoffset"),
          Map.entry(305, "lzo"),
          Map.entry(307, "bzip2"),
          Map.entry(32001, "blosc"),
          Map.entry(32004, "lz4"),
          Map.entry(32008, "bitshuffle"),
          Map.entry(32013, "zfp"),
          Map.entry(32015, "zstd"),
          Map.entry(32026, "blosc2"));

  private final List<FilterInfo> filters;
  private final int chunkBytes;

  /**
   * @param chunkBytes of a chunk without filters
   */
  Filters(List<FilterInfo> filters, int chunkBytes) {
    this.filters = filters;
    this.chunkBytes = chunkBytes;
  }

  /** The name of a filter that cannot be undone, or null. */
  static String unknownOrNull(List<FilterInfo> filters) {
    for (FilterInfo filter : filters) {
      int id = filter.getId();
      if (id != DEFLATE && id != SHUFFLE && id != FLETCHER && id != LZF) {
        return OTHERS.getOrDefault(id, "number " + id);
      }
    }
    return null;
  }

  /** Whether a chunk that went through none of these filters would be decoded to other values. */
  static boolean areUnchecked(List<FilterInfo> filters) {
    return !filters.isEmpty() && filters.stream().allMatch(filter -> filter.getId() == SHUFFLE);
  }

  /**
   * @param mask bit i is set if the chunk did not go through filter i
   */
  byte[] decode(byte[] stored, int mask) {
    byte[] data = stored;
    int checksums = 0;
    for (int f = 0; f < filters.size(); f++) {
      checksums += filters.get(f).getId() == FLETCHER && !isSkipped(f, mask) ? 1 : 0;
    }
    for (int f = filters.size() - 1; f >= 0; f--) {
      if (!isSkipped(f, mask)) {
        FilterInfo filter = filters.get(f);
        // what went into this filter: the chunk, and the checksums that were added before
        int most = Math.addExact(chunkBytes, checksums * Integer.BYTES);
        switch (filter.getId()) {
          case DEFLATE -> data = inflate(data, most);
          case SHUFFLE -> data = unshuffle(data, filter.getData()[0]);
          case LZF -> data = Lzf.decode(data, most);
          default -> {
            data = verified(data);
            checksums--;
          }
        }
      }
    }
    if (data.length != chunkBytes) {
      throw new HdfException(
          "a chunk of %d bytes instead of %d".formatted(data.length, chunkBytes));
    }
    return data;
  }

  private static boolean isSkipped(int filter, int mask) {
    return ((mask >>> filter) & 1) != 0;
  }

  private static byte[] inflate(byte[] data, int most) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(data);
      byte[] out = new byte[most + 1]; // one more, so that the end is read
      int count = 0;
      while (!inflater.finished()) {
        int more = inflater.inflate(out, count, out.length - count);
        count += more;
        if (more == 0 && !inflater.finished()) {
          throw new HdfException("deflated data that do not end after " + count + " bytes");
        }
      }
      return Arrays.copyOf(out, count);
    } catch (DataFormatException e) {
      throw new HdfException("no deflated data: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  /** The bytes of elements from their first bytes, then their second ones, and so on. */
  private static byte[] unshuffle(byte[] data, int size) {
    if (size < 1) {
      throw new HdfException("elements of " + size + " bytes");
    }
    int count = data.length / size;
    byte[] out = new byte[data.length];
    int from = 0;
    for (int b = 0; b < size; b++) {
      for (int at = b; at < count * size; at += size) {
        out[at] = data[from++];
      }
    }
    System.arraycopy(data, from, out, from, data.length - from);
    return out;
  }

  /** The data without the checksum behind them. */
  private static byte[] verified(byte[] data) {
    int length = data.length - Integer.BYTES;
    if (length < 0) {
      throw new HdfException("a chunk without its checksum");
    }
    int stored = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt(length);
    if (stored != fletcher32(data, length)) {
      throw new HdfException("a chunk with another checksum (Fletcher-32)");
    }
    return Arrays.copyOf(data, length);
  }

  /** Fletcher's checksum over words of 16 bits, big-endian, as H5_checksum_fletcher32 has it. */
  static int fletcher32(byte[] data, int length) {
    long first = 0;
    long second = 0;
    int at = 0;
    while (at + 1 < length) {
      int end = Math.min(length - 1, at + 720); // sums of 360 words fit into 32 bits
      for (; at < end; at += 2) {
        first += (data[at] & 0xff) << 8 | (data[at + 1] & 0xff);
        second += first;
      }
      first = fold(first);
      second = fold(second);
    }
    if (at < length) {
      first += (data[at] & 0xff) << 8;
      second += first;
      first = fold(first);
      second = fold(second);
    }
    return (int) (fold(second) << 16 | fold(first));
  }

  private static long fold(long sum) {
    return (sum & 0xffff) + (sum >> 16);
  }
}
