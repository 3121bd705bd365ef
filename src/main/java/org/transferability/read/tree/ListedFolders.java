package org.transferability.read.tree;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the listings of one run have noticed of the folders that they went through. */
public final class ListedFolders {
  private final Set<String> warnings = new TreeSet<>();
  private final Set<String> plain = new HashSet<>();

  /** What a reader of the scores should know, sorted. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  /** Whether a folder is looked at for the first time. */
  boolean isNew(String folder) {
    return plain.add(folder);
  }
}
