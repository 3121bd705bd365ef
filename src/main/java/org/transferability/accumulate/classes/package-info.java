/**
 * Moments within classes of labels, for estimators that compare classes (transrate, h-score): bins
 * of labels, means and scatters of each class.
 *
 * <p>Neighbours: {@code accumulate} has the moments of all rows; {@code score} and {@code solve}
 * use both.
 */
package org.transferability.accumulate.classes;
