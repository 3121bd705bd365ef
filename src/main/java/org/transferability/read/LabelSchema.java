package org.transferability.read;

import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The columns of a dataset's label files that can be targets: numbers and lists of numbers, other
 * than the id, sorted by name. All files must have them.
 */
public record LabelSchema(List<String> names) implements Serializable {
  public LabelSchema {
    names = List.copyOf(names);
  }

  public static LabelSchema of(Configuration conf, TargetFiles files, String idColumn) {
    throw new UnsupportedOperationException("not written yet");
  }
}
