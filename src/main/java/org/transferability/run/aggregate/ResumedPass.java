package org.transferability.run.aggregate;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.transferability.run.plan.Pass;

/**
 * A pass, and what an earlier run kept of its moments.
 *
 * @param pass with the chunks that are left to read
 * @param kept loads the moments of the other chunks; null where all chunks are read
 */
public record ResumedPass(Pass pass, @Nullable Supplier<SetMoments> kept) {
  /** The moments of the other chunks of a pass of which some were kept. */
  public SetMoments keptMoments() {
    return Objects.requireNonNull(kept, "kept").get();
  }

  /** A pass of which nothing was kept. */
  public static ResumedPass fresh(Pass pass) {
    return new ResumedPass(pass, null);
  }
}
