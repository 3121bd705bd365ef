/**
 * Dense symmetric matrices on level-3 BLAS: the binding of the native library, packed storage,
 * Cholesky and eigenvalues.
 *
 * <p>Knows neither statistics nor Spark: a matrix here has no meaning. {@code accumulate} and
 * {@code solve} build on it; it depends on no other package of this project.
 */
package org.transferability.linear;
