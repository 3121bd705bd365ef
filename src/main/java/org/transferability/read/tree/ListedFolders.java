package org.transferability.read.tree;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Warnings of the listings of one run about their folders. */
public final class ListedFolders {
  private final Set<String> warnings = new TreeSet<>();
  private final Set<String> plain = new HashSet<>();

  /** The warnings for a reader of the scores, sorted. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  /** Whether a folder is visited for the first time. */
  boolean isNew(String folder) {
    return plain.add(folder);
  }
}
