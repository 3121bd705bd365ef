package org.transferability.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The temporary directories next to an output, of this run and of dead ones. */
final class OutputLeftovers {
  static final String OWNER = "owner";

  /** A directory without an owner may belong to a run that is about to write it. */
  private static final long CREATED_WITHIN_MILLIS = 60_000;

  private OutputLeftovers() {}

  /** The prefix of the names of an output's temporary directories. */
  static String prefix(Path target) {
    return "." + target.getName() + ".run-";
  }

  private static boolean isNew(FileStatus status) {
    return System.currentTimeMillis() - status.getModificationTime() < CREATED_WITHIN_MILLIS;
  }

  /** Removes the leftovers of dead runs, and returns what was removed and kept, in sentences. */
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
      RunOwner owner = RunOwner.read(files, new Path(work, OWNER));
      if (owner == null && isNew(status)) {
        continue; // another run is creating it
      }
      if (owner == null || !owner.isVisible()) {
        notices.add(
            "Kept %s: it may belong to a run on %s; delete it if that run is dead"
                .formatted(
                    work,
                    owner == null
                        ? "an unknown machine"
                        : owner.host() + ", perhaps in another container"));
      } else if (!owner.isAlive()) {
        Path old = new Path(work, "old");
        if (files.exists(old) && !files.exists(target) && files.rename(old, target)) {
          notices.add("Restored %s, which a dead run had moved".formatted(target));
        }
        if (files.delete(work, true)) {
          notices.add("Removed %s of a dead run".formatted(work));
        }
      }
    }
    return notices;
  }
}
