/**
 * Transferability estimation for regression tasks on Apache Spark. Data flows one way:
 *
 * <ol>
 *   <li>{@code read}: reads Parquet into blocks of rows
 *   <li>{@code accumulate}: accumulates blocks of rows to mergeable moments
 *   <li>{@code solve}: computes ridge fits from moments and penalties, with the matrix kernels of
 *       {@code linear}
 *   <li>{@code score}: computes the scores of the published estimators from fits
 *   <li>{@code report}: writes scores to Parquet, CSV, the console and a page; {@code evaluate}
 *       compares them with measured transfer
 *   <li>{@code run}: runs these steps on Spark; {@code state} is the file format of moments that
 *       are stored between runs
 *   <li>{@code job}: one class per command; {@code study} describes what is compared
 * </ol>
 *
 * <p>Outside this flow, {@code importing} converts files of other formats to those that {@code
 * read} reads; {@code api}, {@code sql} and {@code ml} provide the steps to programs, SQL and
 * MLlib.
 */
package org.transferability;
