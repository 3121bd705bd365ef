/**
 * Stores moments between runs: finds the passes of a state directory that can be reused, and the
 * files that were added since.
 *
 * <p>Neighbours: {@code state} is the file format; {@code run} requests moments before it reads,
 * and stores new ones.
 */
@NullMarked
package org.transferability.run.resume;

import org.jspecify.annotations.NullMarked;
