package org.transferability.read.id;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;
import org.transferability.study.InputException;

/** Ids of rows, as longs or as consecutive bytes; it can be appended to. */
public final class IdStore {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  public final IdKind kind;
  private long[] longs = new long[0];
  private byte[] bytes = new byte[0];
  private int[] ends = new int[0];
  private int rows;

  public IdStore(IdKind kind) {
    this.kind = kind;
  }

  /** Takes ownership of the arrays. */
  public IdStore(IdKind kind, int rows, long[] longs, byte[] bytes, int[] ends) {
    this.kind = kind;
    this.rows = rows;
    this.longs = longs;
    this.bytes = bytes;
    this.ends = ends;
  }

  public int rows() {
    return rows;
  }

  public long[] longs() {
    return longs;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int[] ends() {
    return ends;
  }

  /** Makes room for n more ids, at least doubling. */
  public void reserve(int n) {
    if (kind.isNumber() && rows + n > longs.length) {
      longs = Arrays.copyOf(longs, Math.max(rows + n, grown(longs.length)));
    } else if (kind == IdKind.TEXT && rows + n > ends.length) {
      ends = Arrays.copyOf(ends, Math.max(rows + n, grown(ends.length)));
    }
  }

  /** Adds n ids that were written to {@link #longs()} from {@code rows()} on. */
  public void added(int n) {
    rows += n;
  }

  /** Reserves space for a text id of this many bytes after the last one; returns its start. */
  public int addText(int length) {
    int start = rows == 0 ? 0 : ends[rows - 1];
    if (length > LARGEST_ARRAY - start) {
      throw new InputException("Cannot read ids: expected less than 2 GB of text, found more");
    }
    if (start + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(start + length, grown(bytes.length)));
    }
    ends[rows++] = start + length;
    return start;
  }

  /** The ids of some rows, in their order. */
  public IdStore only(RoaringBitmap chosen) {
    IdStore kept = new IdStore(kind);
    kept.reserve(chosen.getCardinality());
    for (PeekableIntIterator at = chosen.getIntIterator(); at.hasNext(); ) {
      int row = at.next();
      if (kind.isNumber()) {
        kept.longs[kept.rows++] = longs[row];
      } else {
        int start = row == 0 ? 0 : ends[row - 1];
        int length = ends[row] - start;
        int to = kept.addText(length);
        System.arraycopy(bytes, start, kept.bytes, to, length);
      }
    }
    return kept.trimmed();
  }

  /** Appends all ids of another store of the same kind. */
  public void append(IdStore other) {
    reserve(other.rows);
    if (kind.isNumber()) {
      System.arraycopy(other.longs, 0, longs, rows, other.rows);
      rows += other.rows;
    } else if (kind == IdKind.TEXT) {
      for (int r = 0; r < other.rows; r++) {
        int from = other.start(r);
        int length = other.ends[r] - from;
        int at = addText(length);
        System.arraycopy(other.bytes, from, bytes, at, length);
      }
    }
  }

  /** Appends one id of another store of the same kind. */
  public void appendRow(IdStore other, int row) {
    reserve(1);
    if (kind == IdKind.LONG) {
      longs[rows++] = other.longs[row];
    } else {
      int length = other.ends[row] - other.start(row);
      int at = addText(length);
      System.arraycopy(other.bytes, other.start(row), bytes, at, length);
    }
  }

  /** Whether each id from the one after a row on is greater than the one before it. */
  public boolean growsFrom(int row) {
    for (int next = row + 1; next < rows; next++) {
      if (compare(next, this, next - 1) <= 0) {
        return false;
      }
    }
    return true;
  }

  private static int grown(int length) {
    return (int) Math.min(LARGEST_ARRAY, 64 + 2L * length);
  }

  int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  public boolean sameId(int row, IdStore other, int otherRow) {
    if (kind.isNumber()) {
      // the same bits are two different numbers if only one side is signed
      return longs[row] == other.longs[otherRow] && (kind == other.kind || longs[row] >= 0);
    }
    return Arrays.equals(
        bytes, start(row), ends[row], other.bytes, other.start(otherRow), other.ends[otherRow]);
  }

  /** Order of two ids of the same kind: as numbers, or byte by byte. */
  public int compare(int row, IdStore other, int otherRow) {
    if (kind == IdKind.LONG) {
      return Long.compare(longs[row], other.longs[otherRow]);
    }
    if (kind == IdKind.UNSIGNED_LONG) {
      return Long.compareUnsigned(longs[row], other.longs[otherRow]);
    }
    return Arrays.compareUnsigned(
        bytes, start(row), ends[row], other.bytes, other.start(otherRow), other.ends[otherRow]);
  }

  /** 64 well mixed bits of an id. */
  public long hash(int row, long seed) {
    return kind.isNumber()
        ? Hash.of(longs[row], seed)
        : Hash.of(bytes, start(row), ends[row], seed);
  }

  public String text(int row) {
    return switch (kind) {
      case NONE -> "";
      case LONG -> Long.toString(longs[row]);
      case UNSIGNED_LONG -> Long.toUnsignedString(longs[row]);
      case TEXT -> new String(bytes, start(row), ends[row] - start(row), StandardCharsets.UTF_8);
    };
  }

  public void clear() {
    rows = 0;
  }

  public void truncate(int kept) {
    rows = Math.min(rows, kept);
  }

  /**
   * Overwrites row {@code to} by row {@code from}, to &lt;= from. The rows between are lost for
   * text ids: rows are to be moved in increasing order.
   */
  public void move(int from, int to) {
    if (kind.isNumber()) {
      longs[to] = longs[from];
    } else if (kind == IdKind.TEXT) {
      int source = start(from);
      int length = ends[from] - source;
      int target = start(to);
      System.arraycopy(bytes, source, bytes, target, length);
      ends[to] = target + length;
    }
  }

  /** A copy without spare capacity. */
  public IdStore trimmed() {
    return new IdStore(
        kind,
        rows,
        kind.isNumber() ? Arrays.copyOf(longs, rows) : longs,
        kind == IdKind.TEXT ? Arrays.copyOf(bytes, rows == 0 ? 0 : ends[rows - 1]) : bytes,
        kind == IdKind.TEXT ? Arrays.copyOf(ends, rows) : ends);
  }
}
