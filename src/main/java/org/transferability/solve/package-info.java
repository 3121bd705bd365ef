/**
 * Moments and a penalty to a ridge fit: weights, residual, and how far the numbers can be trusted.
 *
 * <p>Knows neither Spark nor what a score is called. Before it: {@code accumulate}; after it:
 * {@code score}, which names and sums the results; below it: {@code linear}.
 */
package org.transferability.solve;
