/**
 * Transferability estimation for regression tasks on Apache Spark. Data flows one way:
 *
 * <ol>
 *   <li>{@code read}: Parquet to blocks of rows
 *   <li>{@code accumulate}: blocks of rows to mergeable moments
 *   <li>{@code solve}: moments and penalties to ridge fits (on {@code linear}, the matrix kernels)
 *   <li>{@code score}: fits to the scores of the published estimators
 *   <li>{@code report}: scores to Parquet, CSV and the console; {@code evaluate} judges them
 *       against measured transfer
 *   <li>{@code state}: moments kept between runs, their file format
 *   <li>{@code job}: one class per command that wires the steps; {@code study} says what is
 *       compared
 * </ol>
 *
 * <p>Beside the flow: {@code importing} turns other files into those that {@code read} takes;
 * {@code api}, {@code sql} and {@code ml} offer the steps to programs, SQL and MLlib.
 */
package org.transferability;
