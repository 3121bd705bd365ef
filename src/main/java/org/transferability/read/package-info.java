/**
 * Reads the rows of feature files into row-major blocks of doubles: looks at footers, chooses the
 * columns, decodes vectors of every supported shape, and checks lengths and finiteness once, so
 * that later steps only see clean numbers.
 *
 * <p>Called by tasks on executors; does not use Spark. Neighbours: {@code read.page} decodes the
 * pages, {@code read.id} holds the ids, {@code run.chunk} passes the blocks to {@code accumulate}.
 */
package org.transferability.read;
