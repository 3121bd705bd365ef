/**
 * Parquet to blocks of rows: lists files, reads footers, decodes pages straight into row-major
 * double blocks, and reads labels into compact tables. Schema, lengths and finiteness are checked
 * here, once; later steps only see clean numbers.
 *
 * <p>Knows nothing of moments or scores and does not use Spark SQL: a task on an executor calls it
 * directly. Its neighbours: {@code study} names what to read; {@code job} passes the blocks on to
 * {@code accumulate}.
 */
package org.transferability.read;
