/**
 * Reads label columns: compact tables for the join, surveys of which labels are missing, the fold
 * of each row, and the columns of a targets tree that can be labels.
 *
 * <p>Neighbours: {@code read} and {@code read.page} decode the columns; {@code run.plan} groups
 * targets by the results of the surveys.
 */
package org.transferability.read.label;
