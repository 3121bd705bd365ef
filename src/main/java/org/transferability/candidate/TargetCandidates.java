package org.transferability.candidate;

/**
 * The result of the comparison of all sources of a target by one measure.
 *
 * @param selection what was looked for
 * @param sources S, those with a finite score
 * @param candidates how many of them cannot be excluded
 * @param needed what more rows would show
 */
public record TargetCandidates(
    Selection selection, int sources, int candidates, RowsNeeded needed) {}
