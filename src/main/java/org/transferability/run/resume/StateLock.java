package org.transferability.run.resume;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.report.RunOwner;
import org.transferability.study.InputException;

/**
 * A file that names the run that works in a state directory; one run at a time. The lock of a dead
 * run is taken over if this process can see that it is dead. A run on another machine, or in
 * another container, cannot be seen, so its lock stays.
 */
final class StateLock implements AutoCloseable {
  static final String NAME = "lock";

  private final FileSystem files;
  private final Path file;
  private boolean held = true;

  private StateLock(FileSystem files, Path file) {
    this.files = files;
    this.file = file;
  }

  /**
   * @throws InputException if another run has the lock
   */
  static StateLock acquire(FileSystem files, Path directory) throws IOException {
    Path file = new Path(directory, NAME);
    for (int tries = 0; ; tries++) {
      try (OutputStream out = createNew(files, file)) {
        RunOwner.current().write(out);
        return new StateLock(files, file);
      } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
        RunOwner owner = RunOwner.read(files, file);
        boolean dead = owner != null && owner.isVisible() && !owner.isAlive();
        if (!dead || tries > 0) {
          throw busy(file, owner);
        }
        files.delete(file, false);
      }
    }
  }

  /** Creating is one step on HDFS; on a local disk only Java's own way of it is. */
  private static OutputStream createNew(FileSystem files, Path file) throws IOException {
    if ("file".equals(files.getUri().getScheme())) {
      return Files.newOutputStream(
          java.nio.file.Path.of(file.toUri().getPath()),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    }
    return files.create(file, false);
  }

  private static InputException busy(Path file, RunOwner owner) {
    String who =
        owner == null ? "an unknown process" : "process " + owner.pid() + " on " + owner.host();
    return new InputException(
        "Cannot use state: expected no other run to use it, found one of %s (%s; if that run is dead, delete this file)"
            .formatted(who, file));
  }

  @Override
  public synchronized void close() throws IOException {
    if (held) {
      held = false;
      try {
        files.delete(file, false);
      } catch (FileNotFoundException e) {
        return; // another run removed it as the lock of a dead run
      }
    }
  }
}
