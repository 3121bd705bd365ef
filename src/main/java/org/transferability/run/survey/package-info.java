/**
 * Looks through labels and ids before passes are planned, without keeping their values: here where
 * they are few, else by Spark. Knows nothing of moments.
 */
@NullMarked
package org.transferability.run.survey;

import org.jspecify.annotations.NullMarked;
