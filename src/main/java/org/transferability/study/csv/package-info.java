/**
 * Splits CSV of other tools into records: separators, quotes, decimal commas.
 *
 * <p>Neighbours: {@code read.table} and {@code importing.source}.
 */
package org.transferability.study.csv;
