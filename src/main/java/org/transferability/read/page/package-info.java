/**
 * Opens Parquet files and decodes their pages to primitive values: compression, encodings, nulls,
 * nested levels, number types.
 *
 * <p>Knows neither what a column means nor where the file was listed. Neighbours: {@code read},
 * {@code read.id}, {@code read.label} and {@code read.table} read their columns with it.
 */
package org.transferability.read.page;
