package org.transferability.linear;

/** The result of a Cholesky factorisation: the factor, or the position at which it failed. */
public sealed interface Factorization permits Cholesky, NotPositiveDefinite {}
