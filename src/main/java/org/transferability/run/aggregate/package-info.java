/**
 * Turns batches of passes into merged moments with Spark: tasks, broadcasts, the shuffle join of
 * large labels, tiles of wide Gram matrices, merging in a fixed order.
 *
 * <p>Neighbours: {@code run.plan} made the passes, {@code run.chunk} is what a task does, {@code
 * run.scoring} takes the moments.
 */
package org.transferability.run.aggregate;
