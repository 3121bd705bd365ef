package org.transferability.candidate;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a source is a candidate for a target.
 *
 * @param status the answer
 * @param comparison with all other sources; empty if it is unknown
 */
public record Candidacy(Status status, Optional<TargetCandidates> comparison) {
  /** Of a score that is not compared in this way. */
  public static final Candidacy UNKNOWN = new Candidacy(Status.UNKNOWN, Optional.empty());

  /** The answer. */
  public enum Status {
    /** It cannot be excluded as one of the best. */
    YES,
    /** It is behind by more than sampling error, or has no score. */
    NO,
    /** There is no sample of held-out errors. */
    UNKNOWN
  }

  public Candidacy {
    Objects.requireNonNull(status);
    Objects.requireNonNull(comparison);
  }

  /** Of a source that was compared. */
  public static Candidacy of(boolean candidate, TargetCandidates comparison) {
    return new Candidacy(candidate ? Status.YES : Status.NO, Optional.of(comparison));
  }

  public boolean isCandidate() {
    return status == Status.YES;
  }

  /** The word in tables: yes, no, or nothing if it is unknown. */
  public String text() {
    return status == Status.UNKNOWN ? "" : status.toString().toLowerCase(Locale.ROOT);
  }
}
