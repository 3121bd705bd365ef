/**
 * The work of a task on one chunk of rows: read, join the labels, accumulate; or read again for a
 * second pass. Runs on executors.
 *
 * <p>Neighbours: {@code run.aggregate} distributes the chunks and merges what they return.
 */
@NullMarked
package org.transferability.run.chunk;

import org.jspecify.annotations.NullMarked;
