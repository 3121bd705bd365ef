/**
 * Reads Arrow IPC files and streams row by row, as Hugging Face datasets, pyarrow and Polars write
 * them.
 *
 * <p>Neighbours: {@code importing.source} says what rows are, {@code importing} opens files.
 */
package org.transferability.importing.arrow;
