/**
 * Which sources cannot be excluded as the best of a target, and how many rows would decide: paired
 * differences of held-out scores by blocks of rows, and a confidence set from all of them.
 *
 * <p>Pure functions of scores and their {@code BlockShifts}. Must not know rows, files or Spark.
 * {@code score} gives the numbers; {@code run.scoring} compares the sources of each target; {@code
 * report} shows the result.
 */
@NullMarked
package org.transferability.candidate;

import org.jspecify.annotations.NullMarked;
