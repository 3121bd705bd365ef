/**
 * Opens Parquet files and decodes their pages to primitive values: compression, encodings, nulls,
 * nested levels, number types.
 *
 * <p>Must not depend on the meaning of a column or on the listing of files. Neighbours: {@code
 * read}, {@code read.id}, {@code read.label} and {@code read.table} read their columns with it.
 */
package org.transferability.read.page;
