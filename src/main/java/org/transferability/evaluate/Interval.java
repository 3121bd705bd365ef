package org.transferability.evaluate;

/**
 * A mean over targets and its bootstrap interval; all NaN if there is nothing to average, the ends
 * NaN if there is one target.
 */
public record Interval(double mean, double lower, double upper) {}
