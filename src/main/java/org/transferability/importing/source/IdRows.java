package org.transferability.importing.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;

/** The ids of one file's rows, in order; all numbers or all texts. */
public interface IdRows extends Closeable {
  /**
   * The column that holds the ids.
   *
   * @param given its name, or null: the only one that is not an index
   */
  static String column(String given, List<String> names, String file) {
    List<String> possible =
        given == null
            ? names.stream().filter(name -> names.size() == 1 || !LeftOut.isIndex(name)).toList()
            : names.stream().filter(given::equals).toList();
    if (possible.size() == 1) {
      return possible.get(0);
    }
    throw new InputException(
        given == null
            ? "Cannot read ids from %s: expected one column, or the name of one after #, found %s"
                .formatted(file, String.join(", ", names))
            : "Cannot read ids from %s: no column '%s'; %s"
                .formatted(file, given, NearestName.expected(given, names)));
  }

  /** The next id, or null at the end. */
  Id next() throws IOException;
}
