package org.transferability.solve;

/**
 * The rows left to judge a fit by.
 *
 * @param rows n - df, not a whole number
 * @param error an estimate of its absolute error from rounding
 */
public record FreeRows(double rows, double error) {}
