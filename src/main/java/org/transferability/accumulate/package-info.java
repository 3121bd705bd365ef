/**
 * Blocks of rows to mergeable second moments: counts, means, the scatter of the features, their
 * cross-products with the labels, the squares of the labels.
 *
 * <p>One pass over the rows is enough for every score, because every score is a function of these.
 * Knows neither Spark nor scores. Before it: {@code read}, whose blocks it takes; after it: {@code
 * solve}, which takes a target's moments; below it: {@code linear}.
 */
package org.transferability.accumulate;
