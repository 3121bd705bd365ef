package org.transferability.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileUtil;
import org.transferability.job.cli.CleanUp;

/** A folder of this process on the driver's disk, which is deleted when the process ends. */
final class ScratchFolder implements AutoCloseable {
  private final Path folder;
  private final CleanUp cleanUp;

  private ScratchFolder(Path folder) {
    this.folder = folder;
    this.cleanUp = CleanUp.atShutdown(this::delete);
  }

  /**
   * Makes a folder.
   *
   * @param parents folders that commas separate, of which the first is used; empty: the temporary
   *     folder of the system
   */
  static ScratchFolder in(String parents) throws IOException {
    String first = parents.split(",", -1)[0].strip();
    Path parent = Path.of(first.isEmpty() ? System.getProperty("java.io.tmpdir") : first);
    return new ScratchFolder(
        Files.createTempDirectory(Files.createDirectories(parent), "transferability-race-"));
  }

  /** Its path for Hadoop. */
  String uri() {
    return folder.toUri().toString();
  }

  private void delete() {
    FileUtil.fullyDelete(folder.toFile());
  }

  @Override
  public void close() {
    delete();
    cleanUp.cancel();
  }
}
