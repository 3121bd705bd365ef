package org.transferability.read.tree;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.transferability.read.page.DataFile;

/** The files of one feature set (one source on one dataset), sorted by path. */
public record FeatureFiles(String source, String dataset, List<DataFile> files)
    implements Serializable {
  public FeatureFiles {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(dataset, "dataset");
    files = files.stream().sorted().toList();
  }
}
