package org.transferability.importing.hdf5;

import java.util.LinkedHashMap;
import java.util.Map;

/** Parts of a file by their addresses, as many as fit; the one that was used least lately goes. */
final class LatestUsed<T> extends LinkedHashMap<Long, T> {
  private static final long serialVersionUID = 1L;

  private final int most;

  LatestUsed(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<Long, T> eldest) {
    return size() > most;
  }
}
