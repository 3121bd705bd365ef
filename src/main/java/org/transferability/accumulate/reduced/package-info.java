/**
 * A set with no more rows than features, in the coordinates of its rows: the same scalar products
 * with as many numbers a row as there are rows, whatever the number of features.
 *
 * <p>Must not depend on Spark or on scores. Neighbours: {@code run.chunk} provides the rows, {@code
 * accumulate} takes the coordinates as if they were features.
 */
package org.transferability.accumulate.reduced;
