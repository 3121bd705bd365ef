package org.transferability.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The process that works in a temporary directory, so that a later run can tell the leftovers of a
 * dead run from the work of a live one.
 *
 * @param host the machine
 * @param pid the process
 * @param started when the process started (a number of a process may be given again), or empty
 */
record OutputOwner(String host, long pid, String started) {
  private static final String FILE = "owner";

  OutputOwner {
    if (!started.isEmpty()) {
      Instant.parse(started); // an owner that cannot be understood is not ours
    }
  }

  static OutputOwner current() {
    ProcessHandle self = ProcessHandle.current();
    return new OutputOwner(hostName(), self.pid(), startOf(self));
  }

  static String prefix(Path target) {
    return "." + target.getName() + ".run-";
  }

  void write(FileSystem files, Path work) throws IOException {
    Properties values = new Properties();
    values.setProperty("host", host);
    values.setProperty("pid", Long.toString(pid));
    values.setProperty("started", started);
    try (OutputStream out = files.create(new Path(work, FILE), false)) {
      values.store(out, "A run of transferability-spark writes here");
    }
  }

  /** Removes the leftovers of dead runs beside the target; says what was removed and what not. */
  static List<String> clean(FileSystem files, Path target) throws IOException {
    List<String> notices = new ArrayList<>();
    Path parent = target.getParent();
    if (!files.exists(parent)) {
      return notices;
    }
    for (FileStatus status : files.listStatus(parent)) {
      Path work = status.getPath();
      if (!status.isDirectory() || !work.getName().startsWith(prefix(target))) {
        continue;
      }
      OutputOwner owner = read(files, work);
      if (owner == null || !owner.host.equals(hostName())) {
        notices.add(
            "Left %s: it may belong to a run on %s; delete it if that run is dead"
                .formatted(work, owner == null ? "an unknown machine" : owner.host));
      } else if (!owner.isAlive()) {
        Path old = new Path(work, "old");
        if (files.exists(old) && !files.exists(target) && files.rename(old, target)) {
          notices.add("Put back %s, which a run that died had moved away".formatted(target));
        }
        if (files.delete(work, true)) {
          notices.add("Removed %s, left by a run that died".formatted(work));
        }
      }
    }
    return notices;
  }

  private boolean isAlive() {
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

  private static OutputOwner read(FileSystem files, Path work) throws IOException {
    Path file = new Path(work, FILE);
    if (!files.exists(file)) {
      return null;
    }
    Properties values = new Properties();
    try (InputStream in = files.open(file)) {
      values.load(in);
      return new OutputOwner(
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
