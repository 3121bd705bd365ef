package org.transferability.read;

import java.util.Arrays;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdSpan;
import org.transferability.read.id.IdStore;
import org.transferability.read.id.RepeatedHashes;

/**
 * Checks the ids of rows for duplicates while they are read. As long as ids increase, there are
 * none. Otherwise, 64-bit hashes show which ids may be duplicated; {@link RepeatedIds} must confirm
 * them, because two ids can have the same hash.
 */
public final class IdLedger {
  /** Number of rows whose hashes are kept: 8 bytes each, and 16 more during the comparison. */
  private static final int MOST_ROWS = 1 << 20;

  private final int mostRows;
  private IdStore least;
  private IdStore greatest;
  private boolean grows = true;
  private long[] hashes = new long[0];
  private long rows;

  public IdLedger() {
    this(MOST_ROWS);
  }

  /**
   * @param mostRows the largest number of rows that are compared if their ids do not increase
   */
  IdLedger(int mostRows) {
    this.mostRows = mostRows;
  }

  /** Adds the ids of a block, all of the same kind as the earlier ones. */
  public void add(RowBlock block) {
    IdStore ids = block.ids();
    int n = block.rows();
    if (n == 0) {
      return;
    }
    if (least == null) {
      least = only(ids, 0);
      greatest = only(ids, 0);
      grows = ids.growsFrom(0);
    } else {
      grows = grows && ids.compare(0, greatest, 0) > 0 && ids.growsFrom(0);
    }
    if (grows) {
      greatest = only(ids, n - 1);
    } else {
      widen(ids, n);
    }
    keepHashes(ids, n);
    rows += n;
  }

  private void widen(IdStore ids, int n) {
    int low = 0;
    int high = 0;
    for (int row = 1; row < n; row++) {
      low = ids.compare(row, ids, low) < 0 ? row : low;
      high = ids.compare(row, ids, high) > 0 ? row : high;
    }
    if (ids.compare(low, least, 0) < 0) {
      least = only(ids, low);
    }
    if (ids.compare(high, greatest, 0) > 0) {
      greatest = only(ids, high);
    }
  }

  private void keepHashes(IdStore ids, int n) {
    if (rows + n > mostRows) {
      hashes = new long[0];
      return;
    }
    int before = (int) rows;
    if (before + n > hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.max(before + n, 2 * hashes.length));
    }
    for (int row = 0; row < n; row++) {
      hashes[before + row] = RepeatedIds.hash(ids, row);
    }
  }

  private static IdStore only(IdStore ids, int row) {
    IdStore one = new IdStore(ids.kind);
    one.appendRow(ids, row);
    return one;
  }

  /** Hashes of more than one row, sorted; none if ids increase, or there are too many rows. */
  public long[] repeated() {
    return grows || rows > mostRows ? new long[0] : RepeatedHashes.of(hashes, (int) rows);
  }

  /** The range of the ids, or null without rows; {@link #repeated} must be called first. */
  public IdSpan span() {
    if (least == null) {
      return null;
    }
    boolean longs = least.kind == IdKind.LONG;
    return new IdSpan(
        least.kind,
        grows || rows <= mostRows,
        longs ? least.longs()[0] : 0,
        longs ? greatest.longs()[0] : 0,
        longs ? new byte[0] : Arrays.copyOf(least.bytes(), least.ends()[0]),
        longs ? new byte[0] : Arrays.copyOf(greatest.bytes(), greatest.ends()[0]));
  }
}
