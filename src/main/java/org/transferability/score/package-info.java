/**
 * The published estimators: fits to scores, one final class for each, its formula and equation
 * number at the top.
 *
 * <p>Knows neither Spark nor matrices. Before it: {@code solve}; after it: {@code report}. A new
 * estimator is one class here.
 */
package org.transferability.score;
