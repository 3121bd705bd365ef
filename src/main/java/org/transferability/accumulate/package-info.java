/**
 * Turns blocks of rows into mergeable sufficient statistics: counts, means, the scatter of the
 * features, their cross-products with the labels, the squares of the labels.
 *
 * <p>One pass over the rows is enough for every score, because every score is a function of these.
 * Knows neither Spark nor scores. Neighbours: {@code read}, whose blocks it takes; {@code solve},
 * which takes the moments of a target; {@code linear} for products of matrices.
 */
package org.transferability.accumulate;
