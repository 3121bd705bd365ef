/**
 * Writes how well the estimators agree with measured transfers: console, CSV, Parquet, JSON.
 *
 * <p>Neighbours: {@code evaluate} computes the statistics, {@code job} and {@code job.judge} call
 * both.
 */
package org.transferability.report.evaluation;
