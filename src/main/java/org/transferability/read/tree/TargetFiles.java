package org.transferability.read.tree;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.transferability.read.page.DataFile;

/** The files with the labels of one dataset, sorted by path. */
public record TargetFiles(String dataset, List<DataFile> files) implements Serializable {
  public TargetFiles {
    Objects.requireNonNull(dataset, "dataset");
    files = files.stream().sorted().toList();
  }
}
