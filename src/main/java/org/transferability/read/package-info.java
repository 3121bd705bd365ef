/**
 * Reads the rows of feature files into row-major blocks of doubles: reads footers, selects the
 * columns, decodes vectors of every supported shape, and checks lengths and finiteness once, so
 * that later steps receive only valid numbers.
 *
 * <p>Tasks on executors call it; it does not use Spark. Neighbours: {@code read.page} decodes the
 * pages, {@code read.id} stores the ids, {@code run.chunk} passes the blocks to {@code accumulate}.
 */
package org.transferability.read;
