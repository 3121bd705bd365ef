/**
 * Turns the moments of a feature set into score rows, on the driver: fits, cross-validation, the
 * second pass that restores digits, probabilities of being the best.
 *
 * <p>Does not use Spark. Neighbours: {@code solve} and {@code score} compute, {@code run.plan}
 * provides the targets of the moments, and {@code read.label} the names of folds that are given.
 */
@NullMarked
package org.transferability.run.scoring;

import org.jspecify.annotations.NullMarked;
