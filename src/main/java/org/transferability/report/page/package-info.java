/**
 * Writes report.html: one page with its data, style and scripts.
 *
 * <p>The page is in the resources of this package. Neighbours: {@code report} has the rows, {@code
 * report.evaluation} what was measured.
 */
package org.transferability.report.page;
