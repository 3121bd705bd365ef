package org.transferability.accumulate.sample;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Samples rows: keeps those with the smallest hashes. Cost: a comparison for each row, a copy for
 * each row that is kept for a time, of which there are about M (1 + ln(n / M)).
 */
public final class RowSampler {
  /** The number of blocks that rows belong to, one for each bit of a long. */
  public static final int BLOCKS = Long.SIZE;

  private final int most;
  private final PriorityQueue<SampledRow> kept;
  private long below;
  private long seen;

  public RowSampler(SampleLimit limit) {
    this.most = limit.rows();
    this.below = limit.below();
    this.kept = new PriorityQueue<>((a, b) -> Long.compareUnsigned(b.hash(), a.hash()));
  }

  /** Rows to choose from; arrays are row-major and may be longer. */
  public record Rows(
      double[] features, int width, double[] labels, int outputs, int[] folds, Keys keys) {}

  /**
   * What decides about rows.
   *
   * @param hashes of the ids
   * @param blocks of rows
   */
  public record Keys(long[] hashes, byte[] blocks) {
    /** Room for so many rows. */
    public static Keys of(int rows) {
      return new Keys(new long[rows], new byte[rows]);
    }

    /** These, or a larger copy of them, with so many others from this place on. */
    public Keys with(int at, Keys others, int count) {
      int all = at + count;
      Keys room =
          all <= hashes.length
              ? this
              : new Keys(
                  Arrays.copyOf(hashes, Math.max(all, 2 * at)),
                  Arrays.copyOf(blocks, Math.max(all, 2 * at)));
      System.arraycopy(others.hashes, 0, room.hashes, at, count);
      System.arraycopy(others.blocks, 0, room.blocks, at, count);
      return room;
    }

    /** Those of some rows. */
    public Keys range(int first, int end) {
      return new Keys(
          Arrays.copyOfRange(hashes, first, end), Arrays.copyOfRange(blocks, first, end));
    }
  }

  /** Looks at rows, in order. What is kept is copied. */
  public void add(Rows rows, int count) {
    for (int row = 0; row < count; row++) {
      long hash = rows.keys.hashes[row];
      if (Long.compareUnsigned(hash, below) < 0) {
        keep(row(rows, row, hash));
      }
      seen++;
    }
  }

  private SampledRow row(Rows rows, int row, long hash) {
    int q = rows.outputs;
    int d = rows.width;
    float[] floats = new float[d];
    boolean exact = true;
    for (int i = 0, at = row * d; i < d && exact; i++, at++) {
      floats[i] = (float) rows.features[at];
      exact = floats[i] == rows.features[at];
    }
    return new SampledRow(
        hash,
        SampledRow.number(seen),
        rows.keys.blocks[row],
        rows.folds[row],
        Arrays.copyOfRange(rows.labels, row * q, (row + 1) * q),
        exact ? floats : null,
        exact ? null : Arrays.copyOfRange(rows.features, row * d, (row + 1) * d));
  }

  private void keep(SampledRow row) {
    kept.add(row);
    if (kept.size() > most) {
      below = kept.remove().hash();
    }
  }

  /** The sample so far. */
  public RowSample finish() {
    return RowSample.of(most, below, seen, kept.toArray(SampledRow[]::new));
  }
}
