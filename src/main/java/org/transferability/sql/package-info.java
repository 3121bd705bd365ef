/**
 * The scores as SQL functions: aggregates from features and labels to a score or to moments that a
 * table can keep, and functions that score such moments.
 *
 * <p>Knows Catalyst, and of our own steps {@code accumulate}, {@code solve} and {@code score}; no
 * job. Its entry is {@link org.transferability.sql.TransferabilityExtensions}, for {@code
 * spark.sql.extensions}.
 */
package org.transferability.sql;
