/**
 * Plans what is read: the sets that a study selects, the passes of each set, the targets that share
 * a pass, and the division of files into chunks. The plan depends on the input alone, not on the
 * cluster, so the results do not depend on it either.
 *
 * <p>Does not use Spark. Neighbours: {@code read} reads footers, {@code run.aggregate} runs the
 * passes.
 */
@NullMarked
package org.transferability.run.plan;

import org.jspecify.annotations.NullMarked;
