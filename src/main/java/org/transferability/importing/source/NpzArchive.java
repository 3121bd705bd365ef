package org.transferability.importing.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;

/**
 * Finds the arrays of a .npz archive by the directory at its end. It is read through its file
 * system, so that nothing is copied; an uncompressed member has random access.
 */
public final class NpzArchive {
  private static final String ENDING = ".npy";

  private NpzArchive() {}

  /** Opens its arrays as the columns of a table; {@code member} chooses them, null: all. */
  public static NumberRows labels(
      FileSystem files, Path path, long length, String member, Reading reading) throws IOException {
    return new ArrayLabels(
        path.toString(),
        names(files, path, length),
        name -> {
          ArrayBytes bytes = member(files, path, length, name);
          return new ArrayLabels.Array(bytes, NpyHeader.read(bytes));
        },
        new Selection(member == null ? null : withoutEnding(member), reading));
  }

  /** The array of a name, with or without {@code .npy}; null: the only one. */
  public static ArrayBytes member(FileSystem files, Path path, long length, String name)
      throws IOException {
    return read(
        files,
        path,
        length,
        (zip, arrays) -> {
          String array = name == null ? only(arrays, path) : withoutEnding(name);
          ZipArchiveEntry entry = arrays.get(array);
          if (entry == null) {
            throw new InputException(
                "Cannot read %s: no array '%s' in it; %s"
                    .formatted(path, name, NearestName.expected(array, arrays.keySet())));
          }
          return bytes(files, path, path + "#" + array, zip, entry);
        });
  }

  /** The names of its arrays, in the order of its directory. */
  public static List<String> names(FileSystem files, Path path, long length) throws IOException {
    return read(files, path, length, (zip, arrays) -> List.copyOf(arrays.keySet()));
  }

  /** What is made of the arrays in the directory. */
  private interface Work<T> {
    T of(ZipFile zip, Map<String, ZipArchiveEntry> arrays) throws IOException;
  }

  private static <T> T read(FileSystem files, Path path, long length, Work<T> work)
      throws IOException {
    try (FSDataInputStream in = files.open(path)) {
      return read(new ArrayBytes.Channel(in, length), path, work);
    }
  }

  private static <T> T read(ArrayBytes.Channel channel, Path path, Work<T> work)
      throws IOException {
    try (ZipFile zip =
        ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(true).get()) {
      Map<String, ZipArchiveEntry> arrays = new LinkedHashMap<>();
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        if (entry.getName().endsWith(ENDING)) {
          arrays.put(withoutEnding(entry.getName()), entry);
        }
      }
      return work.of(zip, arrays);
    } catch (InputException e) {
      throw e;
    } catch (UncheckedIOException e) { // of the file system: the channel's
      throw e.getCause();
    } catch (IOException | RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new InputException(
          "Cannot read %s: expected a complete .npz archive (as numpy.savez writes it), found damage (%s)"
              .formatted(path, cause.getMessage()),
          e);
    }
  }

  private static ArrayBytes bytes(
      FileSystem files, Path path, String called, ZipFile zip, ZipArchiveEntry entry)
      throws IOException {
    boolean deflated = entry.getMethod() == ZipEntry.DEFLATED;
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new InputException(
          "Cannot read %s: expected an array without a password, found an encrypted one"
              .formatted(called));
    }
    if (!deflated && entry.getMethod() != ZipEntry.STORED) {
      throw new InputException(
          "Cannot read %s: expected a stored or deflated array, found method %d"
              .formatted(called, entry.getMethod()));
    }
    zip.getRawInputStream(entry).close(); // finds where its bytes begin
    long length = deflated ? entry.getSize() : entry.getCompressedSize();
    return new ArrayBytes(files, path, called, entry.getDataOffset(), length, deflated);
  }

  private static String withoutEnding(String name) {
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  private static String only(Map<String, ZipArchiveEntry> arrays, Path path) {
    if (arrays.size() != 1) {
      throw new InputException(
          "Cannot read %s: expected the name of an array after #, or #{source} if each array is a source, found none and %d arrays (%s)"
              .formatted(path, arrays.size(), String.join(", ", arrays.keySet())));
    }
    return arrays.keySet().iterator().next();
  }
}
