/**
 * Scores to what people and programs read: scores.csv, Parquet, run.json, the console; and the
 * directory in which all of it appears at once or not at all.
 *
 * <p>Knows nothing of how a score is computed. Its neighbours: {@code score} makes the numbers,
 * {@code job} says when to print and to write.
 */
package org.transferability.report;
