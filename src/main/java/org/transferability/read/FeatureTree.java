package org.transferability.read;

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
   * All feature sets under a root, sorted by source then dataset. The two folders may stand in
   * either order and below others; files and folders whose names start with _ or . are left out.
   *
   * @throws InputException if the root is missing or has no such file
   */
  public static List<FeatureFiles> list(Configuration conf, String root) {
    Map<String, Map<String, List<DataFile>>> bySource = new TreeMap<>();
    for (Listing.Found found : Listing.of(conf, root)) {
      String source = found.partitions().get("source");
      String dataset = found.partitions().get("dataset");
      if (source != null && dataset != null) {
        bySource
            .computeIfAbsent(source, s -> new TreeMap<>())
            .computeIfAbsent(dataset, d -> new ArrayList<>())
            .add(found.file());
      } else if (found.file().path().endsWith(".parquet")) {
        throw new InputException(
            "Cannot list features: expected files under source=<name>/dataset=<name>/, found "
                + found.file().path());
      }
    }
    List<FeatureFiles> sets = new ArrayList<>();
    bySource.forEach(
        (source, datasets) ->
            datasets.forEach(
                (dataset, files) -> sets.add(new FeatureFiles(source, dataset, files))));
    if (sets.isEmpty()) {
      throw new InputException(
          "Cannot list features: expected source=<name>/dataset=<name>/*.parquet, found no file ("
              + root
              + ")");
    }
    return sets;
  }

  /**
   * One feature set from explicit paths, each a file or a folder read recursively.
   *
   * @throws InputException if a path is missing or holds no file
   */
  public static FeatureFiles of(
      Configuration conf, String source, String dataset, List<String> paths) {
    Map<String, DataFile> files = new TreeMap<>();
    for (String path : paths) {
      List<Listing.Found> found = Listing.of(conf, path);
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
      found.forEach(f -> files.put(f.file().path(), f.file()));
    }
    return new FeatureFiles(source, dataset, List.copyOf(files.values()));
  }
}
