/**
 * Writes how well the estimators agree with measured transfers: console, CSV, Parquet, JSON.
 *
 * <p>Neighbours: {@code evaluate} computes the statistics, {@code job.judge} calls both.
 */
package org.transferability.report.evaluation;
