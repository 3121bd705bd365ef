/**
 * Reads one file of another tool row by row: NumPy arrays (.npy, .npz), safetensors, CSV and text;
 * and says what rows are to {@code importing.parquet} and {@code importing.arrow}.
 *
 * <p>Neighbours: {@code importing} opens the files and writes the rows.
 */
package org.transferability.importing.source;
