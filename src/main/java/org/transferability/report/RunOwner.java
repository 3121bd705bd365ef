package org.transferability.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The process that owns a temporary directory or a lock, so that another run can tell the leftovers
 * of a dead run from the work of a live one.
 *
 * @param host the machine
 * @param pid the process
 * @param started when the process started (a number of a process may be given again), or empty
 */
public record RunOwner(String host, long pid, String started) {
  public RunOwner {
    if (!started.isEmpty()) {
      Instant.parse(started); // an owner that cannot be understood is not ours
    }
  }

  /** This process. */
  public static RunOwner current() {
    ProcessHandle self = ProcessHandle.current();
    return new RunOwner(hostName(), self.pid(), startOf(self));
  }

  /** Writes the owner; the caller closes the stream. */
  public void write(OutputStream out) throws IOException {
    Properties values = new Properties();
    values.setProperty("host", host);
    values.setProperty("pid", Long.toString(pid));
    values.setProperty("started", started);
    values.store(out, "A run of transferability-spark works here");
  }

  /** Whether it runs, or ran, on this machine: of others nothing can be known. */
  public boolean isOfThisMachine() {
    return host.equals(hostName());
  }

  /** Whether it still runs; only for owners of this machine. */
  public boolean isAlive() {
    return ProcessHandle.of(pid).filter(process -> near(startOf(process), started)).isPresent();
  }

  /** Start times are computed from the machine's boot time, which moves when its clock is set. */
  private static boolean near(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return true;
    }
    Duration between = Duration.between(Instant.parse(one), Instant.parse(other)).abs();
    return between.compareTo(Duration.ofMinutes(1)) < 0;
  }

  /** Who wrote this file, or null if nobody did or it cannot be understood. */
  public static RunOwner read(FileSystem files, Path file) throws IOException {
    if (!files.exists(file)) {
      return null;
    }
    Properties values = new Properties();
    try (InputStream in = files.open(file)) {
      values.load(in);
      return new RunOwner(
          values.getProperty("host", ""),
          Long.parseLong(values.getProperty("pid", "")),
          values.getProperty("started", ""));
    } catch (IllegalArgumentException
        | DateTimeException e) { // not a number, a broken escape: not ours
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
      return "unknown-" + System.getProperty("user.name");
    }
  }
}
