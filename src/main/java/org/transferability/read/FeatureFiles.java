package org.transferability.read;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/** The files of one feature set, sorted by path: what one source says about one dataset. */
public record FeatureFiles(String source, String dataset, List<DataFile> files)
    implements Serializable {
  public FeatureFiles {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(dataset, "dataset");
    files = files.stream().sorted().toList();
  }
}
