package org.transferability.report.verdict;

/**
 * A source that may be chosen for a target.
 *
 * @param score by the measure that ranks; larger is better
 * @param chance the probability that it is the best by this measure; NaN if it is unknown
 * @param heldOutR2 NaN if the run has no held-out R2 of it
 * @param flags what to check before ranking on the score, {@code ;} between them
 */
public record Candidate(
    String source, double score, double chance, double heldOutR2, String flags) {}
