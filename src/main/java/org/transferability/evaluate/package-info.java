/**
 * Evaluates scores against measured transfer: does a score choose a good source for a given target?
 *
 * <p>Works on plain records. Must not depend on Spark, on files or on how scores are computed.
 * {@code job} passes both tables; {@code report} prints and writes the results of {@link
 * org.transferability.evaluate.Evaluator}.
 *
 * <p>Statistics are pure functions on arrays ({@link org.transferability.evaluate.Kendall}, {@link
 * org.transferability.evaluate.Correlation}, {@link org.transferability.evaluate.Selection}) and
 * agree with scipy.stats. No statistics library is used, because no maintained one has the weighted
 * tau, and the same sums give the plain one.
 */
package org.transferability.evaluate;
