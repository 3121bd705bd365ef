package org.transferability.report;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.transferability.study.InputException;

/**
 * An output directory that appears with all its files or not at all. Everything is written under a
 * hidden sibling, {@code .NAME.run-ID}, and renamed at the end:
 *
 * <pre>
 * .NAME.run-ID/owner    the process that works here ({@link RunOwner})
 * .NAME.run-ID/new/     the files being written; becomes NAME
 * .NAME.run-ID/old/     temporarily, the NAME that is replaced; moved back if that fails
 * .NAME.run-ID/...      what a run needs while it works
 * </pre>
 *
 * <p>A rename is one step on HDFS and local disks; object stores copy, so the directory may be
 * visible in part during the copy. Leftovers of dead runs on this machine are removed (after an old
 * output that such a run had moved is restored); those of other machines are only reported. Safe to
 * {@link #close} from a shutdown hook.
 */
public final class OutputDirectory implements AutoCloseable {
  /** How an existing output is treated. */
  public enum Existing {
    /** It is an error, which is reported before any work. */
    REFUSE,
    /** It is replaced at the end, if it is an earlier result or an empty directory. */
    REPLACE
  }

  private static final int BUFFER = 1 << 16;
  private static final List<String> SIGNS_OF_A_RESULT =
      List.of("run.json", "scores.csv", "manifest.json");

  private final FileSystem files;
  private final Path target;
  private final Path work;
  private final Existing existing;
  private final List<String> notices;
  private boolean finished;

  private OutputDirectory(
      FileSystem files, Path target, Path work, Existing existing, List<String> notices) {
    this.files = files;
    this.target = target;
    this.work = work;
    this.existing = existing;
    this.notices = List.copyOf(notices);
  }

  /**
   * Checks that the output can be written and prepares it; call it before any work.
   *
   * @param inputs paths that the output must not replace, nor any folder above them
   * @throws InputException if the output exists and may not be replaced, or cannot be created
   */
  public static OutputDirectory reserve(
      Configuration configuration, String out, Existing existing, List<String> inputs) {
    Path path = path(out, "output");
    try {
      FileSystem files = raw(path.getFileSystem(configuration));
      Path target = files.makeQualified(path);
      if (target.getParent() == null) {
        throw new InputException(
            "Cannot write output: expected a directory, found the root " + out);
      }
      for (String input : inputs) {
        requireOutside(target, path(input, "input"), configuration);
      }
      List<String> notices = OutputLeftovers.clean(files, target);
      requireReplaceable(files, target, existing);
      Path work = new Path(target.getParent(), OutputLeftovers.prefix(target) + UUID.randomUUID());
      try (OutputStream owner = files.create(new Path(work, OutputLeftovers.OWNER), false)) {
        RunOwner.current().write(owner);
      }
      files.mkdirs(new Path(work, "new"));
      return new OutputDirectory(files, target, work, existing, notices);
    } catch (IOException e) {
      throw new InputException(
          "Cannot write output: expected a directory that can be created, found: %s (%s)"
              .formatted(e.getMessage(), out),
          e);
    }
  }

  /** The treatment of the leftovers of earlier runs, in sentences. */
  public List<String> notices() {
    return notices;
  }

  /** The temporary path of a file or directory that will be {@code NAME/child}. */
  public String resolve(String child) {
    return new Path(new Path(work, "new"), child).toString();
  }

  /**
   * The path of a file or directory that is removed when this is published or closed.
   *
   * @param child not owner, new or old
   */
  public String temporary(String child) {
    return new Path(work, child).toString();
  }

  /** Opens the file that will be {@code NAME/child}. */
  public synchronized OutputStream create(String child) throws IOException {
    if (finished) {
      throw new IOException("Cannot write " + child + ": the output was closed");
    }
    Path path = new Path(resolve(child));
    if (files instanceof RawLocalFileSystem local && "file".equals(files.getUri().getScheme())) {
      // Hadoop would start a process, chmod, for every file and folder
      java.nio.file.Path file = local.pathToFile(path).toPath();
      Files.createDirectories(file.getParent());
      return new BufferedOutputStream(
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), BUFFER);
    }
    return files.create(path, false);
  }

  /** The final path. */
  public String target() {
    return target.toString();
  }

  /** Makes the output visible under its name; nothing may be written afterwards. */
  public synchronized void publish() throws IOException {
    if (finished) {
      throw new IllegalStateException("Cannot publish " + target + ": it was closed or published");
    }
    requireReplaceable(files, target, existing); // it may have appeared while the run was busy
    Path old = new Path(work, "old");
    boolean replaces = files.exists(target);
    if (replaces) {
      rename(target, old);
    }
    try {
      rename(new Path(work, "new"), target);
    } catch (IOException | RuntimeException e) {
      if (replaces) {
        rename(old, target);
      }
      throw e;
    }
    finished = true;
    files.delete(work, true);
  }

  /** Removes what was written, unless it was published. */
  @Override
  public synchronized void close() throws IOException {
    if (!finished) {
      finished = true;
      files.delete(work, true);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("Cannot rename " + from + " to " + to + ": the file system refused");
    }
  }

  private static void requireReplaceable(FileSystem files, Path target, Existing existing)
      throws IOException {
    List<String> names = new ArrayList<>();
    try {
      if (!files.getFileStatus(target).isDirectory()) {
        throw new InputException(
            "Cannot write output: expected a new directory, found a file (%s)".formatted(target));
      }
      for (FileStatus child : files.listStatus(target)) {
        names.add(child.getPath().getName());
      }
    } catch (FileNotFoundException e) {
      requireNoLink(files, target);
      return;
    }
    if (existing == Existing.REFUSE) {
      throw new InputException(
          "Cannot write output: expected a new directory, found an existing one (%s); --overwrite replaces it"
              .formatted(target));
    }
    if (!names.isEmpty() && SIGNS_OF_A_RESULT.stream().noneMatch(names::contains)) {
      throw new InputException(
          "Cannot overwrite output: expected an earlier result (with run.json, scores.csv or manifest.json), found other files such as %s (%s)"
              .formatted(names.get(0), target));
    }
  }

  /** A link to nothing seems not to exist, but no directory can be renamed to its name. */
  private static void requireNoLink(FileSystem files, Path target) throws IOException {
    if (files instanceof RawLocalFileSystem local && "file".equals(files.getUri().getScheme())) {
      java.nio.file.Path path = local.pathToFile(target).toPath();
      if (Files.isSymbolicLink(path)) {
        throw new InputException(
            "Cannot write output: expected a new directory, found a link to %s, which does not exist (%s)"
                .formatted(Files.readSymbolicLink(path), target));
      }
    }
  }

  private static void requireOutside(Path target, Path input, Configuration configuration)
      throws IOException {
    Path above = input.getFileSystem(configuration).makeQualified(input);
    for (; above != null; above = above.getParent()) {
      if (above.toUri().equals(target.toUri())) {
        throw new InputException(
            "Cannot write output: expected a directory that does not contain an input, found %s, which contains %s"
                .formatted(target, input));
      }
    }
  }

  private static Path path(String text, String what) {
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "Cannot use %s path: expected a path, found '%s' (%s)"
              .formatted(what, text, e.getMessage()),
          e);
    }
  }

  /** The local file system without its checksum files, which would be next to the results. */
  private static FileSystem raw(FileSystem files) {
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }
}
