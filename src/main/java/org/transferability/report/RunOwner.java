package org.transferability.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.hadoop.fs.FileSystem;

/**
 * The process that owns a temporary directory or a lock, so that another run can distinguish the
 * leftovers of a dead run from the work of a live one.
 *
 * <p>A process number is meaningful only for processes of the same kernel and the same process
 * namespace. Two containers may share a host name and still number their processes separately, and
 * two machines may share a host name on a shared disk.
 *
 * @param host the machine
 * @param space the kernel's boot and the process namespace in which {@code pid} counts; empty if
 *     the system does not report them
 * @param pid the process
 * @param started when the process started (process numbers may be used again), or empty
 */
public record RunOwner(String host, String space, long pid, String started) {
  private static final Path HOST_NAME_FILE = Path.of("/proc/sys/kernel/hostname");
  private static final Path BOOT_FILE = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NAMESPACE_LINK = Path.of("/proc/self/ns/pid");

  public RunOwner {
    if (!started.isEmpty()) {
      Instant.parse(started); // an owner that cannot be parsed is from another program
    }
  }

  /** This process. */
  public static RunOwner current() {
    ProcessHandle self = ProcessHandle.current();
    return new RunOwner(hostName(), currentSpace(), self.pid(), startOf(self));
  }

  /** Writes the owner; the caller closes the stream. */
  public void write(OutputStream out) throws IOException {
    Properties values = new Properties();
    values.setProperty("host", host);
    values.setProperty("space", space);
    values.setProperty("pid", Long.toString(pid));
    values.setProperty("started", started);
    values.store(out, "A run of transferability-spark works here");
  }

  /**
   * Whether this process can find out if the owner still runs: both are on the same machine, in the
   * same boot of it, and in the same process namespace.
   */
  public boolean isVisible() {
    return host.equals(hostName()) && space.equals(currentSpace());
  }

  /** Whether it still runs; only for owners that are {@link #isVisible visible}. */
  public boolean isAlive() {
    return ProcessHandle.of(pid).filter(process -> near(startOf(process), started)).isPresent();
  }

  /** Start times are computed from the machine's boot time, which changes when its clock is set. */
  private static boolean near(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return true;
    }
    Duration between = Duration.between(Instant.parse(one), Instant.parse(other)).abs();
    return between.compareTo(Duration.ofMinutes(1)) < 0;
  }

  /** The owner that wrote this file, or null if there is none or it cannot be parsed. */
  public static RunOwner read(FileSystem files, org.apache.hadoop.fs.Path file) throws IOException {
    if (!files.exists(file)) {
      return null;
    }
    Properties values = new Properties();
    try (InputStream in = files.open(file)) {
      values.load(in);
      return new RunOwner(
          values.getProperty("host", ""),
          values.getProperty("space", ""),
          Long.parseLong(values.getProperty("pid", "")),
          values.getProperty("started", ""));
    } catch (IllegalArgumentException
        | DateTimeException e) { // not a number, or a broken escape: from another program
      return null;
    }
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return firstLine(HOST_NAME_FILE);
    }
  }

  private static String currentSpace() {
    String boot = firstLine(BOOT_FILE);
    try {
      return (boot + " " + Files.readSymbolicLink(NAMESPACE_LINK)).strip();
    } catch (IOException | UnsupportedOperationException e) {
      return boot;
    }
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return ""; // not Linux
    }
  }
}
