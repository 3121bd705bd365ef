/**
 * Keeps moments between runs: which passes of a state directory can be reused, which files were
 * added since.
 *
 * <p>Neighbours: {@code state} is the file format, {@code run} asks before it reads and keeps what
 * was read.
 */
package org.transferability.run.resume;
