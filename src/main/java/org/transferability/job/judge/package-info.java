/**
 * Judges estimators by measured transfers: joins scores with measured values and compares.
 *
 * <p>Neighbours: {@code evaluate} computes the figures, {@code report.evaluation} prints them;
 * {@code job} has the commands.
 */
package org.transferability.job.judge;
