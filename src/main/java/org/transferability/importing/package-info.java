/**
 * Converts other people's files to the layout that {@code read} takes. Numpy arrays (.npy, .npz),
 * CSV, and Parquet of any shape become features {@code source=/dataset=} and targets {@code
 * dataset=}, row by row, whatever their size.
 *
 * <p>Knows nothing of moments or scores, and starts no Spark. Neighbours: {@code study} for names
 * and errors, {@code read} for opening Parquet files, {@code job}, which chooses what is imported.
 */
package org.transferability.importing;
