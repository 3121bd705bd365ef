/**
 * Decides what is read: which sets a study selects, which passes each set takes, which targets
 * share a pass, and how files are cut into chunks. Depends on the input alone, not on the cluster,
 * so that results do not either.
 *
 * <p>Does not use Spark. Neighbours: {@code read} looks at the files, {@code run.aggregate} runs
 * the passes.
 */
package org.transferability.run.plan;
