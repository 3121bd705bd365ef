/**
 * Reads Parquet files of any shape row by row.
 *
 * <p>Neighbours: {@code importing.source} says what rows are, {@code read.page} opens the files,
 * {@code importing} writes the rows.
 */
package org.transferability.importing.parquet;
