/**
 * Lays out text for a terminal: styles, tables, progress, and the one rule that keeps control
 * characters of names away from it.
 *
 * <p>Must not depend on scores. Neighbours: {@code report} and {@code report.evaluation}.
 */
package org.transferability.report.text;
