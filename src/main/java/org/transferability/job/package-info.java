/**
 * The commands: one class per command with its command line, its options and its exit code. Each
 * connects the steps of other packages; {@code ResultWriter} writes what scoring and evaluating
 * find.
 *
 * <p>The class names are arguments of spark-submit, so they must not change. Neighbours: all other
 * packages; {@code job.cli} has the common part of all command lines.
 */
package org.transferability.job;
