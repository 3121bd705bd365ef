/**
 * Tables, views and queries of the Spark session as input: copies their columns once to Parquet
 * files in the layout of the trees, and names the table where a message names a file of the copy.
 *
 * <p>Must not score. Neighbours: {@code job} runs on the copies, {@code report} has the folder for
 * them.
 */
package org.transferability.job.table;
