/**
 * SQL functions for the scores: aggregates from features and labels to a score or to moments that a
 * table can store, and functions that score such moments.
 *
 * <p>Depends on Catalyst, {@code accumulate}, {@code solve} and {@code score}. Must not depend on
 * jobs. The entry is {@link org.transferability.sql.TransferabilityExtensions}, for {@code
 * spark.sql.extensions}.
 */
package org.transferability.sql;
