/**
 * Evaluates estimators with measured transfers: joins scores with measured values and compares
 * them.
 *
 * <p>Neighbours: {@code evaluate} computes the statistics, {@code report.evaluation} prints them;
 * {@code job} has the commands.
 */
package org.transferability.job.judge;
