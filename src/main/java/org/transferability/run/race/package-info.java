/**
 * A race: scores growing samples of the rows, drops sources that are behind by more than sampling
 * error, and scores those that are left on all rows.
 *
 * <p>Neighbours: {@code run} scores a sample; {@code candidate} decides which sources are behind;
 * {@code run.resume} keeps the moments of one round for the next; {@code job} reports the result.
 */
@NullMarked
package org.transferability.run.race;

import org.jspecify.annotations.NullMarked;
