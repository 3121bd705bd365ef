package org.transferability.evaluate;

/**
 * One number about one estimator and one kind of transfer.
 *
 * @param statistic label of a {@link WithinTarget} (the value is its mean over targets) or a {@link
 *     Pooled}
 * @param targets the number of targets over which it is averaged or pooled: those on which it is
 *     defined
 * @param pairs the number of pairs of these targets
 * @param lower lower end of the bootstrap interval over targets; NaN for pooled statistics
 * @param upper upper end
 */
public record Evaluation(
    String estimator,
    String transfer,
    String statistic,
    int targets,
    int pairs,
    double value,
    double lower,
    double upper) {}
