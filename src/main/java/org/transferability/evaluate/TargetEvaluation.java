package org.transferability.evaluate;

/** A within-target statistic on one target; NaN where it is not defined. */
public record TargetEvaluation(
    String estimator,
    String transfer,
    String dataset,
    String target,
    int sources,
    String statistic,
    double value) {}
