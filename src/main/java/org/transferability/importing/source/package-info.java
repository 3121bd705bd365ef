/**
 * Reads one file of another tool row by row: NumPy arrays (.npy, .npz), safetensors, CSV, text, and
 * Parquet of any shape.
 *
 * <p>Neighbours: {@code read.page} opens Parquet files, {@code importing} writes the rows.
 */
package org.transferability.importing.source;
