/**
 * Accumulates blocks of rows to mergeable sufficient statistics: counts, means, the scatter of the
 * features, their cross-products with the labels, the squares of the labels.
 *
 * <p>One pass over the rows is sufficient for every score, because every score is a function of
 * these. Must not depend on Spark or on scores. Neighbours: {@code read} provides the blocks,
 * {@code linear} the matrix products; {@code solve} uses the moments of a target.
 */
package org.transferability.accumulate;
