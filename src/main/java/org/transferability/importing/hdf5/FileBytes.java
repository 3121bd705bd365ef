package org.transferability.importing.hdf5;

import io.jhdf.Superblock;
import io.jhdf.exceptions.HdfException;
import io.jhdf.storage.HdfBackingStorage;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Map;
import org.transferability.importing.source.ArrayBytes;
import org.transferability.study.InputException;

/**
 * The bytes of an open file on any file system, as jhdf reads them. Every read is checked against
 * the length of the file before memory is allocated. Addresses count from the superblock.
 */
final class FileBytes implements HdfBackingStorage, Closeable {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** A superblock is at 0 or at a power of two from here on, behind what a user put before it. */
  private static final long FIRST_BLOCK = 512;

  private static final int LONGEST_SUPERBLOCK = 256;
  private static final int PAGE = 1 << 16;
  private static final int MOST_PAGES = 32;

  private final ArrayBytes.RandomBytes in;
  private final long length;
  private final Superblock superblock;

  /** Small structures are near each other. */
  private final Map<Long, byte[]> pages = new LatestUsed<>(MOST_PAGES);

  private FileBytes(ArrayBytes.RandomBytes in, long length, Superblock superblock) {
    this.in = in;
    this.length = length;
    this.superblock = superblock;
  }

  /** Opens a file, and checks that it has the length that is noted in its superblock. */
  static FileBytes open(ArrayBytes file) throws IOException {
    ArrayBytes.RandomBytes in = file.random();
    try {
      return new FileBytes(in, file.length(), superblock(in, file));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Opens the same file once more. */
  static FileBytes open(ArrayBytes file, Superblock superblock) throws IOException {
    return new FileBytes(file.random(), file.length(), superblock);
  }

  private static Superblock superblock(ArrayBytes.RandomBytes in, ArrayBytes file)
      throws IOException {
    byte[] start = new byte[SIGNATURE.length];
    for (long at = 0; at <= file.length() - start.length; at = Math.max(FIRST_BLOCK, 2 * at)) {
      in.readFully(at, start, start.length);
      if (Arrays.equals(start, SIGNATURE)) {
        byte[] block = new byte[(int) Math.min(LONGEST_SUPERBLOCK, file.length() - at)];
        in.readFully(at, block, block.length);
        return superblock(block, at, file);
      }
    }
    throw new InputException(
        "Cannot read %s: expected an HDF5 file, which begins with the bytes \\x89HDF, found others"
            .formatted(file.name()));
  }

  private static Superblock superblock(byte[] block, long at, ArrayBytes file) throws IOException {
    Superblock found =
        Damage.guard(
            file.name(),
            () -> Superblock.readSuperblock(ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN)));
    if (found.getSizeOfOffsets() != Long.BYTES || found.getSizeOfLengths() != Long.BYTES) {
      throw new InputException(
          "Cannot read %s: expected addresses of 8 bytes, found %d and lengths of %d"
              .formatted(file.name(), found.getSizeOfOffsets(), found.getSizeOfLengths()));
    }
    if (found.getBaseAddressByte() != at || found.getEndOfFileAddress() > file.length()) {
      throw new InputException(
          "Cannot read %s: expected %d bytes, as noted in the superblock, found %d: the file is truncated or was not closed"
              .formatted(file.name(), found.getEndOfFileAddress(), file.length()));
    }
    return found;
  }

  /** Bytes at an address. */
  byte[] read(long address, long count) {
    long start = address + superblock.getBaseAddressByte();
    if (address < 0
        || start < 0
        || count < 0
        || count > Integer.MAX_VALUE
        || start > length - count) {
      throw new HdfException("%d bytes at %d, outside the file".formatted(count, address));
    }
    byte[] bytes = new byte[(int) count];
    try {
      if (count >= PAGE) {
        in.readFully(start, bytes, bytes.length);
        return bytes;
      }
      for (int done = 0; done < bytes.length; ) {
        byte[] page = page((start + done) / PAGE);
        int from = (int) ((start + done) % PAGE);
        int part = Math.min(bytes.length - done, page.length - from);
        System.arraycopy(page, from, bytes, done, part);
        done += part;
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] page(long number) throws IOException {
    byte[] page = pages.get(number);
    if (page == null) {
      page = new byte[(int) Math.min(PAGE, length - number * PAGE)];
      in.readFully(number * PAGE, page, page.length);
      pages.put(number, page);
    }
    return page;
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int count) {
    return map(address, count);
  }

  @Override
  public ByteBuffer map(long address, long count) {
    return ByteBuffer.wrap(read(address, count)).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long count) {
    return map(address - superblock.getBaseAddressByte(), count);
  }

  @Override
  public long getUserBlockSize() {
    return superblock.getBaseAddressByte();
  }

  @Override
  public Superblock getSuperblock() {
    return superblock;
  }

  @Override
  public FileChannel getFileChannel() {
    throw new UnsupportedOperationException("a file of any file system has no channel");
  }

  @Override
  public int getSizeOfOffsets() {
    return superblock.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return superblock.getSizeOfLengths();
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public boolean inMemory() {
    return false;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
