package org.transferability.solve;

/**
 * The degrees of freedom that a fit leaves.
 *
 * @param rows n - df, not a whole number
 * @param error an estimate of its absolute error from rounding
 */
public record FreeRows(double rows, double error) {}
