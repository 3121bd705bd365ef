/**
 * The Java API for programs: read, moments, score, in one process and without Spark. Its results
 * are classes of {@code accumulate} and {@code score}.
 *
 * <p>Must not depend on jobs or on a Spark session. docs/java-api.md has examples.
 */
package org.transferability.api;
