package org.transferability.importing.source;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;

/**
 * The members of a .npz archive, found by the directory at its end (PKWARE APPNOTE 4.3, with the
 * 64-bit records that numpy always writes). It is read through its file system, so that nothing is
 * copied; an uncompressed member has random access.
 */
final class NpzArchive {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_64_SIGNATURE = 0x06064b50;
  private static final int LOCATOR_64_SIGNATURE = 0x07064b50;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int END_SIZE = 22;
  private static final int LOCATOR_64_SIZE = 20;
  private static final int END_64_SIZE = 56;
  private static final int ENTRY_SIZE = 46;
  private static final int LOCAL_SIZE = 30;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int LARGEST_DIRECTORY = 64 << 20;
  private static final long IN_EXTRA = 0xffffffffL;

  /** One member; sizes in bytes, {@code at} the position of its local header. */
  private record Entry(int method, int flags, long packed, long unpacked, long at) {}

  private final FileSystem files;
  private final Path path;
  private final Map<String, Entry> entries;

  private NpzArchive(FileSystem files, Path path, Map<String, Entry> entries) {
    this.files = files;
    this.path = path;
    this.entries = entries;
  }

  static NpzArchive open(FileSystem files, Path path) throws IOException {
    long length = files.getFileStatus(path).getLen();
    try (FSDataInputStream in = files.open(path)) {
      return new NpzArchive(files, path, entries(in, path, length));
    } catch (EOFException | IllegalArgumentException | java.nio.BufferUnderflowException e) {
      throw damaged(path, "a directory that points outside the file", e);
    }
  }

  private static Map<String, Entry> entries(FSDataInputStream in, Path path, long length)
      throws IOException {
    int tail = (int) Math.min(length, END_SIZE + LONGEST_COMMENT);
    ByteBuffer end = read(in, length - tail, tail);
    int at = tail - END_SIZE;
    while (at >= 0 && end.getInt(at) != END_SIGNATURE) {
      at--;
    }
    if (at < 0) {
      throw damaged(path, "no directory at its end", null);
    }
    long count = Short.toUnsignedInt(end.getShort(at + 10));
    long size = Integer.toUnsignedLong(end.getInt(at + 12));
    long start = Integer.toUnsignedLong(end.getInt(at + 16));
    int locator = at - LOCATOR_64_SIZE;
    if (locator >= 0 && end.getInt(locator) == LOCATOR_64_SIGNATURE) {
      ByteBuffer end64 = read(in, end.getLong(locator + 8), END_64_SIZE);
      if (end64.getInt(0) != END_64_SIGNATURE) {
        throw damaged(path, "no directory at the position that its end declares", null);
      }
      count = end64.getLong(32);
      size = end64.getLong(40);
      start = end64.getLong(48);
    }
    if (size < 0 || size > LARGEST_DIRECTORY || start < 0 || start > length - size) {
      throw damaged(path, "a directory of %d bytes at %d".formatted(size, start), null);
    }
    ByteBuffer directory = read(in, start, (int) size);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (long i = 0; i < count; i++) {
      addEntry(directory, path, entries);
    }
    return entries;
  }

  private static void addEntry(ByteBuffer directory, Path path, Map<String, Entry> entries) {
    int at = directory.position();
    if (directory.remaining() < ENTRY_SIZE || directory.getInt(at) != ENTRY_SIGNATURE) {
      throw damaged(path, "a truncated directory", null);
    }
    int flags = Short.toUnsignedInt(directory.getShort(at + 8));
    int method = Short.toUnsignedInt(directory.getShort(at + 10));
    long packed = Integer.toUnsignedLong(directory.getInt(at + 20));
    long unpacked = Integer.toUnsignedLong(directory.getInt(at + 24));
    int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
    int extraLength = Short.toUnsignedInt(directory.getShort(at + 30));
    int commentLength = Short.toUnsignedInt(directory.getShort(at + 32));
    long local = Integer.toUnsignedLong(directory.getInt(at + 42));
    byte[] name = new byte[nameLength];
    directory.position(at + ENTRY_SIZE);
    directory.get(name);
    int extraEnd = directory.position() + extraLength;
    while (directory.position() + 4 <= extraEnd) {
      int id = Short.toUnsignedInt(directory.getShort());
      int next = Short.toUnsignedInt(directory.getShort()) + directory.position();
      if (id == 1) { // the 64-bit values of the fields that were too small for them, in this order
        unpacked = unpacked == IN_EXTRA ? directory.getLong() : unpacked;
        packed = packed == IN_EXTRA ? directory.getLong() : packed;
        local = local == IN_EXTRA ? directory.getLong() : local;
      }
      directory.position(next);
    }
    directory.position(extraEnd + commentLength);
    entries.put(
        new String(name, StandardCharsets.UTF_8),
        new Entry(method, flags, packed, unpacked, local));
  }

  /**
   * The array of a name, with or without {@code .npy}; null: the only one.
   *
   * @throws InputException if there is no such member, or not exactly one
   */
  ArrayBytes member(String name) throws IOException {
    String file = name == null ? only() : name.endsWith(".npy") ? name : name + ".npy";
    Entry entry = entries.get(file);
    if (entry == null) {
      throw new InputException(
          "Cannot read %s: no array '%s' in it; %s"
              .formatted(path, name, NearestName.expected(String.valueOf(name), arrays())));
    }
    String called = path + "#" + file.substring(0, file.length() - ".npy".length());
    try (FSDataInputStream in = files.open(path)) {
      ByteBuffer local = read(in, entry.at(), LOCAL_SIZE);
      if (local.getInt(0) != LOCAL_SIGNATURE || (entry.flags() & 1) != 0) {
        throw damaged(path, "no readable member at the position that the directory declares", null);
      }
      long start =
          entry.at()
              + LOCAL_SIZE
              + Short.toUnsignedInt(local.getShort(26))
              + Short.toUnsignedInt(local.getShort(28));
      StoredBytes stored = new StoredBytes(files, path, called, start, entry.packed());
      return switch (entry.method()) {
        case 0 -> stored;
        case 8 -> new InflatedBytes(stored, entry.unpacked());
        default ->
            throw new InputException(
                "Cannot read %s: expected a stored or deflated array, found method %d"
                    .formatted(called, entry.method()));
      };
    } catch (EOFException e) {
      throw damaged(path, "a directory that points outside the file", e);
    }
  }

  private String only() {
    if (arrays().size() != 1) {
      throw new InputException(
          "Cannot read %s: expected the name of an array after #, found none and %d arrays (%s)"
              .formatted(path, arrays().size(), String.join(", ", arrays())));
    }
    return arrays().get(0) + ".npy";
  }

  private java.util.List<String> arrays() {
    return entries.keySet().stream()
        .filter(name -> name.endsWith(".npy"))
        .map(name -> name.substring(0, name.length() - ".npy".length()))
        .toList();
  }

  private static ByteBuffer read(FSDataInputStream in, long position, int count)
      throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(position, bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static InputException damaged(Path path, String found, Exception cause) {
    return new InputException(
        "Cannot read %s: expected a complete .npz archive (as numpy.savez writes it), found %s"
            .formatted(path, found),
        cause);
  }
}
