package org.transferability.run.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transferability.run.plan.Pass;

/**
 * Packs passes into batches, in order. A batch holds as many passes as their moments allow; a pass
 * that must be alone is a batch of its own. One thread.
 */
public final class BatchPacker {
  private List<ResumedPass> packed = new ArrayList<>();
  private long bytes;
  private int batches;

  /**
   * Adds a pass.
   *
   * @return the batch of the passes before it, if it does not fit in with them
   */
  public Optional<Batch> add(ResumedPass next) {
    Pass pass = next.pass();
    long passBytes = pass.momentBytes() * pass.chunks().size();
    boolean fits =
        packed.isEmpty()
            || (bytes + passBytes <= Batch.MOST_MOMENT_BYTES
                && packed.size() < Batch.MOST_SETS
                && !pass.isAlone()
                && !packed.get(0).pass().isAlone());
    Optional<Batch> full = fits ? Optional.empty() : rest();
    packed.add(next);
    bytes += passBytes;
    return full;
  }

  /** The batch of the passes that are in none yet, if there are any. */
  public Optional<Batch> rest() {
    if (packed.isEmpty()) {
      return Optional.empty();
    }
    Batch batch = new Batch(batches++, packed);
    packed = new ArrayList<>();
    bytes = 0;
    return Optional.of(batch);
  }

  /** A batch of this pass, whatever was added before. */
  public Batch alone(ResumedPass pass) {
    return new Batch(batches++, List.of(pass));
  }
}
