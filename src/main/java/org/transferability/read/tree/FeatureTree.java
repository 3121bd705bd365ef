package org.transferability.read.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.transferability.study.InputException;

/** Finds feature sets in a tree {@code source=<name>/dataset=<name>/*.parquet}. */
public final class FeatureTree {
  private FeatureTree() {}

  /**
   * All feature sets under a root, sorted by source then dataset. The two folders may be in either
   * order and below others; files and folders whose names start with _ or . are ignored.
   *
   * @throws InputException if the root is missing or has no such file
   */
  public static List<FeatureFiles> list(Configuration conf, String root) {
    return list(conf, root, new ListedFolders());
  }

  /**
   * The same.
   *
   * @param folders receives warnings about them
   */
  public static List<FeatureFiles> list(Configuration conf, String root, ListedFolders folders) {
    Map<String, Map<String, List<Listing.Found>>> bySource = new TreeMap<>();
    for (Listing.Found found : Listing.of(conf, root, folders)) {
      String source = found.partitions().get("source");
      String dataset = found.partitions().get("dataset");
      if (source != null && dataset != null) {
        Listing.warnOfNull(root, found, "source", folders);
        Listing.warnOfNull(root, found, "dataset", folders);
        bySource
            .computeIfAbsent(source, s -> new TreeMap<>())
            .computeIfAbsent(dataset, d -> new ArrayList<>())
            .add(found);
      } else if (found.file().path().endsWith(".parquet")) {
        throw new InputException(
            "Cannot list features: expected files under source=<name>/dataset=<name>/, found "
                + found.file().path());
      }
    }
    List<FeatureFiles> sets = new ArrayList<>();
    bySource.forEach(
        (source, datasets) ->
            datasets.forEach((dataset, files) -> sets.add(set(source, dataset, files, folders))));
    if (sets.isEmpty()) {
      throw new InputException(
          "Cannot list features: expected source=<name>/dataset=<name>/*.parquet, found no file ("
              + root
              + ")");
    }
    return sets;
  }

  private static FeatureFiles set(
      String source, String dataset, List<Listing.Found> files, ListedFolders folders) {
    String name = "source '" + source + "', dataset '" + dataset + "'";
    return new FeatureFiles(source, dataset, Listing.once(name, files, folders));
  }

  /**
   * One feature set from explicit paths, each a file or a folder read recursively.
   *
   * @throws InputException if a path is missing or holds no file
   */
  public static FeatureFiles of(
      Configuration conf, String source, String dataset, List<String> paths) {
    return of(conf, source, dataset, paths, new ListedFolders());
  }

  /**
   * The same.
   *
   * @param folders receives warnings about them
   */
  public static FeatureFiles of(
      Configuration conf,
      String source,
      String dataset,
      List<String> paths,
      ListedFolders folders) {
    List<Listing.Found> files = new ArrayList<>();
    for (String path : paths) {
      List<Listing.Found> found = Listing.of(conf, path, folders);
      if (found.isEmpty()) {
        throw new InputException(
            "Cannot list features of "
                + source
                + " on "
                + dataset
                + ": expected Parquet files, found none ("
                + path
                + ")");
      }
      files.addAll(found);
    }
    return set(source, dataset, files, folders);
  }
}
