/**
 * Judges scores against measured transfer: does a score choose a good source for a given target?
 *
 * <p>Must not know Spark, files or how a score was made; it sees plain records. Its neighbours:
 * {@code job} hands it both tables, {@code report} prints and writes what {@link
 * org.transferability.evaluate.Evaluator} returns.
 *
 * <p>Statistics are pure functions on arrays ({@link org.transferability.evaluate.Kendall}, {@link
 * org.transferability.evaluate.Correlation}, {@link org.transferability.evaluate.Selection}) and
 * agree with scipy.stats. No statistics library is used: none that is kept up has the weighted tau,
 * and the same sums give the plain one.
 */
package org.transferability.evaluate;
