/**
 * Turns batches of passes into merged moments with Spark: tasks, broadcasts, the shuffle join of
 * large labels, tiles of wide Gram matrices, merging in a fixed order.
 *
 * <p>Neighbours: {@code run.plan} plans the passes, {@code run.chunk} is the work of a task, {@code
 * run.scoring} scores the moments.
 */
@NullMarked
package org.transferability.run.aggregate;

import org.jspecify.annotations.NullMarked;
