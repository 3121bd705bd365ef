package org.transferability.run.resume;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.state.Request;
import org.transferability.state.StateFormat;
import org.transferability.state.StateHeader;
import org.transferability.study.InputException;

/**
 * The directory of {@code --state}: a state file for each pass, and the lock of the run that uses
 * it. Files are never written over: a new one is written under a hidden name, renamed to the next
 * number of its key, and then the one before is deleted, so that a crash leaves the one or the
 * other. Safe to use from several threads.
 */
final class StateDirectory implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("(.+)\\.(\\d{1,18})\\.moments");
  private static final String UNFINISHED = ".unfinished-";

  /** A state file whose header was read; its sections are read when they are wanted. */
  record Stored(Path file, StateHeader header) {}

  private record Numbered(FileStatus status, long number) {}

  private final FileSystem files;
  private final Path directory;
  private final StateLock lock;
  private final Map<String, Numbered> newest = new ConcurrentHashMap<>();

  private StateDirectory(FileSystem files, Path directory, StateLock lock) {
    this.files = files;
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Opens a directory for this run alone; creates it if it does not exist.
   *
   * @throws InputException if another run uses it, or it holds something else
   */
  static StateDirectory open(Configuration conf, String path) {
    try {
      Path directory = new Path(path);
      FileSystem found = directory.getFileSystem(conf);
      FileSystem files = found instanceof LocalFileSystem local ? local.getRaw() : found;
      directory = files.makeQualified(directory);
      files.mkdirs(directory);
      requireOurs(files, directory);
      StateDirectory state =
          new StateDirectory(files, directory, StateLock.acquire(files, directory));
      state.list();
      return state;
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          "Cannot use state: expected a directory that can be written, found: %s (%s)"
              .formatted(e.getMessage(), path),
          e);
    }
  }

  private static void requireOurs(FileSystem files, Path directory) throws IOException {
    for (FileStatus status : statuses(files, directory)) {
      String name = status.getPath().getName();
      if (status.isDirectory()
          || !(name.equals(StateLock.NAME)
              || name.startsWith(UNFINISHED)
              || NAME.matcher(name).matches())) {
        throw new InputException(
            "Cannot use state: expected a directory with only state files, found %s"
                .formatted(status.getPath()));
      }
    }
  }

  /** Some object stores have no empty directories. */
  private static FileStatus[] statuses(FileSystem files, Path directory) throws IOException {
    try {
      return files.listStatus(directory);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  /** Remembers the newest file of each key; what a dead run left behind goes. */
  private void list() throws IOException {
    for (FileStatus status : files.listStatus(directory)) {
      String name = status.getPath().getName();
      Matcher parts = NAME.matcher(name);
      if (parts.matches()) {
        Numbered found = new Numbered(status, Long.parseLong(parts.group(2)));
        Numbered other = newest.get(parts.group(1));
        if (other == null || other.number < found.number) {
          newest.put(parts.group(1), found);
        }
      } else if (name.startsWith(UNFINISHED)) {
        files.delete(status.getPath(), false);
      }
    }
  }

  /** What is stored under the key of a request; a damaged file is an error. */
  Optional<Stored> find(Request request) throws IOException {
    Numbered found = newest.get(request.key());
    if (found == null) {
      return Optional.empty();
    }
    Path file = found.status.getPath();
    try (InputStream in = new BufferedInputStream(files.open(file))) {
      StateHeader header = StateFormat.readHeader(in, file.toString(), found.status.getLen());
      if (!header.request().key().equals(request.key())) {
        throw new InputException(
            "Cannot resume from %s: expected the state of source '%s', dataset '%s', found that of source '%s', dataset '%s' (the file was renamed; delete it)"
                .formatted(
                    file,
                    request.source(),
                    request.dataset(),
                    header.request().source(),
                    header.request().dataset()));
      }
      return Optional.of(new Stored(file, header));
    } catch (FileNotFoundException e) {
      throw gone(file, e);
    }
  }

  /** The sections of a file; damaged ones are an error. */
  Map<String, byte[]> sections(Stored stored) throws IOException {
    String name = stored.file.toString();
    try (InputStream in = new BufferedInputStream(files.open(stored.file))) {
      StateHeader header =
          StateFormat.readHeader(in, name, files.getFileStatus(stored.file).getLen());
      return StateFormat.readSections(header, in, name);
    } catch (FileNotFoundException e) {
      throw gone(stored.file, e);
    }
  }

  private static InputException gone(Path file, FileNotFoundException e) {
    return new InputException(
        "Cannot resume from %s: expected the state file that existed when the run began, found none"
            .formatted(file),
        e);
  }

  /** Keeps moments in the place of those that were kept under their key. */
  void save(StateHeader header, List<byte[]> sections) throws IOException {
    String key = header.request().key();
    Numbered before = newest.get(key);
    long number = before == null ? 1 : before.number + 1;
    Path unfinished = new Path(directory, UNFINISHED + UUID.randomUUID());
    Path file = new Path(directory, key + "." + number + ".moments");
    try {
      try (OutputStream out = files.create(unfinished, false)) {
        StateFormat.write(header, sections, out);
      } catch (FSError e) {
        throw new IOException(
            ExceptionUtils.getRootCause(e).getMessage(), e); // of a full local disk
      }
      if (!files.rename(unfinished, file)) {
        throw new IOException("Cannot rename " + unfinished + " to " + file);
      }
    } catch (IOException | RuntimeException e) {
      files.delete(unfinished, false);
      throw e;
    }
    newest.put(key, new Numbered(files.getFileStatus(file), number));
    if (before != null) {
      files.delete(before.status.getPath(), false);
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
