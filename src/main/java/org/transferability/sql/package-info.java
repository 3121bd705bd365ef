/**
 * SQL functions for the scores: aggregates from features and labels to a score or to moments that a
 * table can store, and functions that score such moments.
 *
 * <p>Depends on Catalyst, {@code accumulate}, {@code solve} and {@code score}. Must not depend on
 * jobs. The entries are {@link org.transferability.sql.TransferabilityExtensions}, for {@code
 * --jars} and {@code spark.sql.extensions}, and {@link
 * org.transferability.sql.TransferabilityFunctions}.
 */
package org.transferability.sql;
