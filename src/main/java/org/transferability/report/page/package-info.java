/**
 * Writes report.html: one page with its data, style and scripts.
 *
 * <p>The page is in the resources of this package. Neighbours: {@code report} provides the rows,
 * {@code report.evaluation} the measured transfers.
 */
package org.transferability.report.page;
