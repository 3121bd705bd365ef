/**
 * One page for programs: read, moments, score, in one process and without Spark. What the calls
 * give back are the classes of {@code accumulate} and {@code score}.
 *
 * <p>Knows no job and no session. docs/java-api.md shows it.
 */
package org.transferability.api;
