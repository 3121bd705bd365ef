/**
 * The moments of feature sets kept between runs: the format of a state file, and whether what a
 * file holds answers what a run asks for.
 *
 * <p>Knows bytes and streams, not where they lie, nor Spark, nor what moments are. Beside it:
 * {@code accumulate}, whose bytes it keeps; above it: {@code job}, which stores the files.
 */
package org.transferability.state;
