/**
 * Turns the moments of a feature set into score rows, on the driver: fits, cross-validation, the
 * second pass that restores digits, chances of being best.
 *
 * <p>Does not use Spark. Neighbours: {@code solve} and {@code score} compute, {@code run.plan} says
 * which targets the moments belong to.
 */
package org.transferability.run.scoring;
