package org.transferability.read;

import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Finds feature sets in a tree {@code source=<name>/dataset=<name>/*.parquet}. */
public final class FeatureTree {
  private FeatureTree() {}

  /** All feature sets under a root, sorted by source then dataset. */
  public static List<FeatureFiles> list(Configuration conf, String root) {
    throw new UnsupportedOperationException("not written yet");
  }

  /** One feature set from explicit paths, each a file or a folder read recursively. */
  public static FeatureFiles of(
      Configuration conf, String source, String dataset, List<String> paths) {
    throw new UnsupportedOperationException("not written yet");
  }
}
