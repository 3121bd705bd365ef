/**
 * A sample of the rows of a set, chosen by a hash of their ids: the same rows for every order,
 * partition and chunking, and for every source with the same ids. For standard errors of
 * differences of held-out errors, which sums of moments do not give.
 *
 * <p>Must not know files, Spark or scores. {@code run.chunk} fills it; {@code run.scoring} uses it.
 */
@NullMarked
package org.transferability.accumulate.sample;

import org.jspecify.annotations.NullMarked;
