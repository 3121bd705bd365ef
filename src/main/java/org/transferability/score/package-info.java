/**
 * The published estimators, from fits to scores. Each is one final class with its formula and
 * equation number at the top.
 *
 * <p>Must not depend on Spark or on matrices. {@code solve} provides the fits; {@code report}
 * writes the scores. A new estimator is one class here.
 */
package org.transferability.score;
