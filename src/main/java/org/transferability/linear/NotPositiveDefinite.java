package org.transferability.linear;

/**
 * The matrix is not positive definite to working precision.
 *
 * @param pivot the first leading minor (from 0) that is not positive
 */
public record NotPositiveDefinite(int pivot) implements Factorization {}
