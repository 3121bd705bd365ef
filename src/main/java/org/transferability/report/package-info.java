/**
 * Writes the results of a run: scores.csv, Parquet, run.json, the console; and publishes the output
 * directory as a whole or not at all. Prints plans, checked trees, finished runs and states.
 *
 * <p>Must not compute scores. Neighbours: {@code score} computes the numbers, {@code job} decides
 * when to print and write them; {@code report.text} lays out text, {@code report.page} the HTML
 * report.
 */
package org.transferability.report;
