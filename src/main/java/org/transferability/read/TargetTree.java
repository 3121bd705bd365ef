package org.transferability.read;

import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Finds labels in a tree {@code dataset=<name>/*.parquet}. */
public final class TargetTree {
  private TargetTree() {}

  /** All datasets under a root, sorted by name. */
  public static List<TargetFiles> list(Configuration conf, String root) {
    throw new UnsupportedOperationException("not written yet");
  }
}
