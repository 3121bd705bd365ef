package org.transferability.read.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.transferability.study.InputException;

/** Finds labels in a tree {@code dataset=<name>/*.parquet}. */
public final class TargetTree {
  private TargetTree() {}

  /**
   * All datasets under a root, sorted by name.
   *
   * @throws InputException if the root is missing or has no such file
   */
  public static List<TargetFiles> list(Configuration conf, String root) {
    return list(conf, root, new ListedFolders());
  }

  /**
   * The same.
   *
   * @param folders receives warnings about them
   */
  public static List<TargetFiles> list(Configuration conf, String root, ListedFolders folders) {
    Map<String, List<Listing.Found>> byDataset = new TreeMap<>();
    for (Listing.Found found : Listing.of(conf, root, folders)) {
      String dataset = found.partitions().get("dataset");
      if (dataset != null) {
        Listing.warnOfNull(root, found, "dataset", folders);
        byDataset.computeIfAbsent(dataset, d -> new ArrayList<>()).add(found);
      } else if (found.file().path().endsWith(".parquet")) {
        throw new InputException(
            "Cannot list targets: expected files under dataset=<name>/, found "
                + found.file().path());
      }
    }
    if (byDataset.isEmpty()) {
      throw new InputException(
          "Cannot list targets: expected dataset=<name>/*.parquet, found no file (" + root + ")");
    }
    List<TargetFiles> targets = new ArrayList<>();
    byDataset.forEach(
        (dataset, files) ->
            targets.add(
                new TargetFiles(dataset, Listing.once("labels of " + dataset, files, folders))));
    return targets;
  }
}
