package org.transferability.linear;

/** What comes of a Cholesky factorisation: the factor, or the place where there is none. */
public sealed interface Factorization permits Cholesky, NotPositiveDefinite {}
