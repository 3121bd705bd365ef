/**
 * The commands: one class per command with its command line, its options and its exit code. Each
 * wires the steps of other packages.
 *
 * <p>Class names here are what spark-submit is given. Neighbours: all other packages; what all
 * command lines share is in {@code job.cli}.
 */
package org.transferability.job;
