package org.transferability.run.plan;

/**
 * The moments that the chunks of a pass send, and who merges them. It depends on the input and the
 * limit alone. The driver merges few chunks, whose moments take it about as long as solving, and
 * few bytes, because another stage of tasks takes time too; executors merge all others.
 *
 * @param bytes of each chunk
 * @param chunks number of chunks
 * @param limit bytes of all chunks that the driver merges at most
 * @param inTiles whether executors merge the scatters in tiles, so that these can be wide; not if
 *     classes of labels are merged with the scatters at hand
 */
public record SentMoments(long bytes, int chunks, long limit, boolean inTiles) {
  /** Of sets of more chunks executors merge the moments. */
  private static final int MOST_CHUNKS_TO_DRIVER = 8;

  private static final long MOST_BYTES_TO_DRIVER = 64L << 20;

  /**
   * Bytes of the moments of the features of a chunk.
   *
   * @param width d
   * @param outputs of all targets
   * @param folds K
   * @param sides groups of targets with a scatter of their own
   */
  public static long bytes(int width, int outputs, int folds, int sides) {
    long triangle = 4L * width * (width + 1L);
    return folds * (triangle * (1 + sides) + (long) Double.BYTES * width * outputs);
  }

  /** Whether they are too many, or too wide, to be merged in one place. */
  public boolean exceedsLimit() {
    return (inTiles && bytes > limit / 4) || all() > limit;
  }

  /** Whether executors merge them. */
  public boolean mergedByExecutors() {
    boolean many = chunks > MOST_CHUNKS_TO_DRIVER && all() > Math.min(limit, MOST_BYTES_TO_DRIVER);
    return many || exceedsLimit();
  }

  /** Bytes that all chunks send. */
  public long all() {
    return bytes * chunks;
  }

  /** Bytes that the driver receives. */
  public long toDriver() {
    return mergedByExecutors() ? bytes : all();
  }
}
