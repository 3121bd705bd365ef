/**
 * One class per command: command line, options record, exit code; wires the steps read, accumulate,
 * solve, score and report, and holds what is Spark's: tasks, broadcasts, merging in a fixed order.
 *
 * <p>Knows no algebra and no file format. Its neighbours are all other packages.
 */
package org.transferability.job;
