/**
 * One scored run as a flow: plan the passes, aggregate their moments, score them on the driver
 * while the next ones are read; the options of a run, its estimated cost and its times.
 *
 * <p>Neighbours: {@code run.plan}, {@code run.aggregate}, {@code run.resume} and {@code
 * run.scoring} are the steps; {@code job} starts runs and writes their results.
 */
@NullMarked
package org.transferability.run;

import org.jspecify.annotations.NullMarked;
