/**
 * Computes a ridge fit from moments and a penalty: weights, residual, and estimates of their
 * errors.
 *
 * <p>Must not depend on Spark or on estimators. {@code accumulate} provides the moments, {@code
 * linear} the matrix kernels; {@code score} names and sums the results.
 */
package org.transferability.solve;
