/**
 * Dense symmetric matrices on level-3 BLAS: the binding of the native library, packed storage,
 * Cholesky and eigenvalues.
 *
 * <p>Must not depend on statistics, on Spark or on any other package of this project. {@code
 * accumulate} and {@code solve} build on it.
 */
package org.transferability.linear;
