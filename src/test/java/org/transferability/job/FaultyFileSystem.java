package org.transferability.job;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.TaskContext;

/**
 * The local disk under the scheme {@code faulty}, with the faults that the settings {@code
 * fs.faulty.*} ask for. What has happened is kept as files in the folder {@code fs.faulty.control},
 * so that all processes of a run share the count.
 *
 * <ul>
 *   <li>{@code failures}: so many times a task's opening of a file fails
 *   <li>{@code hold-task}: the first task that opens a file whose path holds this waits; {@link
 *       Hold}
 *   <li>{@code hold-rename}: the first renaming to a path that ends so waits before it is done
 *   <li>{@code space}: bytes that this process may write until the disk is full
 * </ul>
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "faulty";

  private static final AtomicLong WRITTEN = new AtomicLong();

  /** Empties the disk, as far as {@code space} is concerned. */
  static void forgetWhatWasWritten() {
    WRITTEN.set(0);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    if (TaskContext.get() != null) {
      for (int failure = 0; failure < getConf().getInt("fs.faulty.failures", 0); failure++) {
        if (isFirst("failure-" + failure)) {
          throw new IOException("injected failure " + failure);
        }
      }
      String held = getConf().get("fs.faulty.hold-task");
      if (held != null && file.toString().contains(held)) {
        hold();
      }
    }
    return super.open(file, bufferSize);
  }

  /** Without permissions: asking for them needs the scheme of the local disk. */
  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    return plain(super.getFileStatus(file));
  }

  @Override
  public FileStatus[] listStatus(Path file) throws IOException {
    return Arrays.stream(super.listStatus(file))
        .map(FaultyFileSystem::plain)
        .toArray(FileStatus[]::new);
  }

  private static FileStatus plain(FileStatus status) {
    return new FileStatus(
        status.getLen(),
        status.isDirectory(),
        1,
        status.getBlockSize(),
        status.getModificationTime(),
        status.getPath());
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    String held = getConf().get("fs.faulty.hold-rename");
    if (held != null && to.toString().endsWith(held)) {
      hold();
    }
    return super.rename(from, to);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return limited(
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return limited(super.create(file, overwrite, bufferSize, replication, blockSize, progress));
  }

  private FSDataOutputStream limited(FSDataOutputStream out) throws IOException {
    long space = getConf().getLong("fs.faulty.space", Long.MAX_VALUE);
    return new FSDataOutputStream(
        new FilterOutputStream(out) {
          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            take(length, space);
            out.write(bytes, from, length);
          }

          @Override
          public void write(int value) throws IOException {
            take(1, space);
            out.write(value);
          }
        },
        null);
  }

  private static void take(int bytes, long space) throws IOException {
    if (WRITTEN.addAndGet(bytes) > space) {
      throw new IOException("No space left on device");
    }
  }

  private void hold() throws IOException {
    if (isFirst("held")) {
      new Hold(control()).untilReleased();
    }
  }

  private boolean isFirst(String event) throws IOException {
    try {
      Files.createFile(control().resolve(event));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private java.nio.file.Path control() {
    return java.nio.file.Path.of(getConf().get("fs.faulty.control"));
  }
}
