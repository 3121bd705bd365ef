/**
 * Reads one file of another tool row by row: NumPy arrays (.npy, .npz), safetensors, CSV and text;
 * and defines rows for {@code importing.parquet}, {@code importing.arrow} and {@code
 * importing.hdf5}.
 *
 * <p>Neighbours: {@code importing} opens the files and writes the rows.
 */
package org.transferability.importing.source;
