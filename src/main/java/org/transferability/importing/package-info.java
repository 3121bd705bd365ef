/**
 * Other people's files to the layout that {@code read} takes: numpy arrays (.npy, .npz), CSV, and
 * Parquet of any shape become features {@code source=/dataset=} and targets {@code dataset=}, row
 * by row, whatever their size.
 *
 * <p>Knows nothing of moments or scores, and starts no Spark: a row is copied, not computed on. Its
 * neighbours: {@code study} for names and errors; {@code job} says what to import and where to.
 */
package org.transferability.importing;
