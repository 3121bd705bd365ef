/**
 * Reads small tables, such as measured transfer errors and scores, from CSV or Parquet.
 *
 * <p>Neighbours: {@code read.page} opens Parquet files, {@code study.csv} splits lines; {@code
 * job.judge} joins the tables.
 */
package org.transferability.read.table;
