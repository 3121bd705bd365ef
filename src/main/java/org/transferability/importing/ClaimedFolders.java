package org.transferability.importing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.transferability.study.InputException;

/** The folders of the output and the files that they come from; for several threads. */
public final class ClaimedFolders {
  private final Map<String, String> files = new ConcurrentHashMap<>();

  /**
   * @throws InputException if another table is written to the folder
   */
  void claim(String folder, String file) {
    String other = files.putIfAbsent(folder, file);
    if (other != null) {
      throw new InputException(
          "Cannot import %s and %s: expected each table from one pattern, found %s in both"
              .formatted(other, file, folder));
    }
  }
}
